/** What a check of this machine says. */
import { readFileSync } from 'node:fs';

/** `note`: works, but something is worth knowing. `fix`: what to do, a line each. */
export interface Check {
  name: string;
  status: 'ok' | 'note' | 'problem';
  said: string;
  fix: string[];
}

export const ok = (name: string, said: string): Check => ({ name, status: 'ok', said, fix: [] });
export const note = (name: string, said: string, ...fix: string[]): Check => ({ name, status: 'note', said, fix });
export const problem = (name: string, said: string, ...fix: string[]): Check => ({ name, status: 'problem', said, fix });

/** The content of a file of /proc or /sys; `undefined` where it cannot be read. */
export function readSetting(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
