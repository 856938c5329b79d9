import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A program that runs. */
export interface Holder {
  pid: number;
  name: string;
}

/** Who has the device open, as far as this user may see. */
export function holdersOf(root: string, device: string): Holder[] {
  return processes(root).filter(({ pid }) => openFiles(root, pid).includes(device));
}

/** All that run, as far as this user may see. */
export function processes(root: string): Holder[] {
  return list(join(root, 'proc'))
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), name: read(join(root, 'proc', pid, 'comm')) }));
}

function openFiles(root: string, pid: number): string[] {
  const folder = join(root, 'proc', String(pid), 'fd');
  return list(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      return [];
    }
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
