/** Interleaved rounds: each contender once a round, so that what disturbs the machine disturbs all alike. */
import type { Contender } from './contender.ts';
import { othersSeconds } from './load.ts';

/** Share of one CPU that others may use while a contender runs; beyond it the figure is taken again. */
const OTHERS_ALLOWED = 0.12;
/** How often a figure is taken again: on a machine that is never quiet the bench still ends. */
const RETRIES = 3;

export interface Figures {
  name: string;
  /** Times a second, by round. */
  rates: number[];
  /** The same as a ratio to the bare loop of that round. */
  ratios: number[];
  /** Figures that were kept though others used the machine. */
  disturbed: number;
}

/** Measures all of `contenders` against `floor`. `said` is told what is being measured. */
export async function interleave(floor: Contender, contenders: readonly Contender[], rounds: number, ms: number, said: (text: string) => void): Promise<Figures[]> {
  const all = [floor, ...contenders].map(({ name }): Figures => ({ name, rates: [], ratios: [], disturbed: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of [floor, ...contenders].entries()) {
      said(`round ${round + 1} of ${rounds}: ${contender.name}`);
      const figures = all[index] as Figures;
      figures.rates.push(await quietly(contender, ms, figures));
      figures.ratios.push((figures.rates.at(-1) ?? 0) / (all[0]?.rates.at(-1) ?? 1));
    }
  }
  return all;
}

async function quietly(contender: Contender, ms: number, figures: Figures): Promise<number> {
  for (let tries = 0; ; tries++) {
    const before = othersSeconds();
    const start = performance.now();
    const { count, seconds } = await contender.measure(ms);
    const others = (othersSeconds() - before) / ((performance.now() - start) / 1000);
    if (others <= OTHERS_ALLOWED) return count / seconds;
    if (tries < RETRIES) continue;
    figures.disturbed++;
    return count / seconds;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
