import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface Person {
  name: string;
  phone: string;
}

interface Known extends Person {
  salt: Buffer;
  hash: Buffer;
}

const hash = (password: string, salt: Buffer) =>
  (promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>)(password, salt, 32);

/** The people of this app, in memory; yours are in a database. */
export class People {
  readonly #known = new Map<string, Known>();

  async add({ name, phone }: Person, password: string): Promise<void> {
    const salt = randomBytes(16);
    this.#known.set(name, { name, phone, salt, hash: await hash(password, salt) });
  }

  /** The first factor. Takes as long for people who are not there. */
  async find(name: string, password: string): Promise<Person | undefined> {
    const known = this.#known.get(name);
    const given = await hash(password, known?.salt ?? Buffer.alloc(16));
    return known !== undefined && timingSafeEqual(given, known.hash) ? known : undefined;
  }
}
