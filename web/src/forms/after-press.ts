let isPressed = false;
addEventListener('pointerdown', () => (isPressed = true), true);
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => (isPressed = false), true);

/**
 * Does something at once, or, while a button of the mouse is down, when it is let go: what a field does as it loses the
 * focus must not move the button away that is being pressed.
 */
export function afterPress(then: () => void): void {
  if (!isPressed) {
    then();
    return;
  }
  const ends = new AbortController();
  const end = () => {
    ends.abort();
    then();
  };
  for (const event of ['pointerup', 'pointercancel'])
    addEventListener(event, end, { capture: true, signal: ends.signal });
}
