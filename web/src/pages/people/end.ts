import type { PersonWish } from '../../api/people.ts';

const weekMs = 7 * 86_400_000;

/** The value of a datetime-local field, in the time of this device: `2026-12-24T18:00`. */
export function toField(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What the field says, as the API has it; null: nothing. */
export function fromField(value: string): string | null {
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** What a guest's end is proposed to be: in a week. */
export function proposedEnd(now: number): string {
  return toField(now + weekMs);
}

/** What is wrong with the end; null: nothing. A guest has one, and nobody's is over already. */
export function troubleWithEnd({ role, endsAt }: Pick<PersonWish, 'role' | 'endsAt'>, now: number) {
  if (endsAt === null) return role === 'guest' ? 'missing' : null;
  return Date.parse(endsAt) <= now ? 'past' : null;
}
