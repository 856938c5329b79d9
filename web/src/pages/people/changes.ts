import type { PersonWish } from '../../api/people.ts';

const minuteMs = 60_000;

/** Only what is another now: what nobody touched is not sent. The field of the end knows no seconds. */
export function changesOf(before: PersonWish, wish: PersonWish): Partial<PersonWish> {
  return {
    ...(wish.name === before.name ? {} : { name: wish.name }),
    ...(wish.role === before.role ? {} : { role: wish.role }),
    ...(isSameEnd(before.endsAt, wish.endsAt) ? {} : { endsAt: wish.endsAt }),
  };
}

function isSameEnd(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.floor(Date.parse(one) / minuteMs) === Math.floor(Date.parse(other) / minuteMs);
}
