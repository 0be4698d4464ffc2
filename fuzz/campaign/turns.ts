/**
 * Turns of known cases over several campaigns: where there is no time for all of them, those come first whose last turn is longest ago.
 * Turns are numbered, and of each case the number of its last one is remembered: no clock is needed for that.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readText } from '../cases/read-file.ts';
import type { StoredCase } from '../cases/store.ts';
import { writeFileAtomically } from '../cases/write-file.ts';
import type { FoundTarget } from './find-target.ts';

/** A known case on a target. `found`: an earlier campaign found it there. */
export interface Turn {
  target: FoundTarget;
  from: StoredCase;
  found: boolean;
}

/** Numbers of turns, by target and id of the case. */
const HAD = z.record(z.string(), z.record(z.string(), z.number().int().min(0)));
/** Bytes: the most cases that a folder may have, on forty targets. */
const MOST_BYTES = 16 * 1024 * 1024;

export class Turns {
  readonly #path: string;
  readonly #had: Map<string, Map<string, number>>;
  #turns: number;

  private constructor(path: string, had: z.infer<typeof HAD>) {
    this.#path = path;
    this.#had = new Map(Object.entries(had).map(([target, turns]) => [target, new Map(Object.entries(turns))]));
    this.#turns = [...this.#had.values()].reduce((most, turns) => Math.max(most, ...turns.values()), 0);
  }

  /** As earlier campaigns with this folder left them. Where that cannot be read, none had any. */
  static async read(out: string): Promise<Turns> {
    const path = join(out, 'turns.json');
    try {
      return new Turns(path, HAD.parse(JSON.parse(await readText(path, path, { most: MOST_BYTES, inside: out }))));
    } catch {
      return new Turns(path, {});
    }
  }

  /** Those whose last turn is longest ago first; of equal ones what was found on the target, then as the seed has it. */
  inOrder(turns: readonly Turn[], seed: number): Turn[] {
    const keyed = turns.map((turn) => ({ turn, last: this.#lastOf(turn), chance: chance(turn, seed) }));
    keyed.sort((a, b) => a.last - b.last || Number(b.turn.found) - Number(a.turn.found) || (a.chance < b.chance ? -1 : 1));
    return keyed.map(({ turn }) => turn);
  }

  /** Whether it has had a turn. */
  had(turn: Turn): boolean {
    return this.#lastOf(turn) > 0;
  }

  #lastOf({ target, from }: Turn): number {
    return this.#had.get(target.name)?.get(from.id) ?? 0;
  }

  /** It has its turn now, whatever comes of it: one that never ends must not have each turn. */
  take({ target, from }: Turn): void {
    const turns = this.#had.get(target.name) ?? new Map<string, number>();
    this.#had.set(target.name, turns.set(from.id, ++this.#turns));
  }

  /** Writes it down for the next campaign. `turns`: all that there are by now; of their targets it forgets the others. */
  async save(turns: readonly Turn[]): Promise<void> {
    for (const name of new Set(turns.map(({ target }) => target.name))) {
      const ids = new Set(turns.flatMap(({ target, from }) => (target.name === name ? from.id : [])));
      const kept = [...(this.#had.get(name) ?? [])].filter(([id]) => ids.has(id));
      this.#had.set(name, new Map(kept));
    }
    const had = Object.fromEntries([...this.#had].map(([target, last]) => [target, Object.fromEntries(last)]));
    await writeFileAtomically(this.#path, `${JSON.stringify(had)}\n`);
  }
}

const chance = ({ target, from }: Turn, seed: number): string =>
  createHash('sha256').update(`${seed} ${target.name} ${from.id}`).digest('hex');
