/** What a person may: an owner runs the hub, a member uses their own part of it, a guest looks on until an end. */
export const roles = ['owner', 'member', 'guest'] as const;
export type Role = (typeof roles)[number];

export interface Person {
  id: string;
  name: string;
  role: Role;
  /** From here on they may do nothing; null: no end. */
  endsAt: number | null;
  /** The configuration file names them. */
  provisioned: boolean;
}

/** May this person do anything at all now? */
export function isActive(person: Pick<Person, 'endsAt'>, now: number): boolean {
  return person.endsAt === null || now < person.endsAt;
}
