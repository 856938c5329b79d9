import type { ComponentChildren } from 'preact';
import '../styles/account.css';

/** One of a list: its name, what is to be known of it, and what can be done with it. */
export function Item({
  name,
  detail,
  children,
}: {
  name: ComponentChildren;
  detail?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <li class="item">
      <div class="item-main">
        <span class="item-name">{name}</span>
        {detail !== undefined && <span class="small muted">{detail}</span>}
      </div>
      {children}
    </li>
  );
}
