/** Interleaved rounds: each contender between two turns of the bare loop, so that what disturbs the machine disturbs both. */
import type { Contender } from './contender.ts';
import { othersSeconds } from './load.ts';

/**
 * Of each contender before its first measurement that counts, ms: V8 compiles what is hot in the first seconds of a process, and a
 * campaign takes minutes. The bare loop has rounds of its own for that (native/bench/bare.c).
 */
const WARM_UP_MS = 2500;
/** Share of one CPU that others may use while a contender and the loops beside it run; beyond it they are measured again. */
const OTHERS_ALLOWED = 0.12;

export interface Sample {
  /** Times a second. */
  rate: number;
  /** The same as a ratio to the mean of the bare loop before and after. */
  ratio: number;
  /** Whether others left the machine alone meanwhile. */
  quiet: boolean;
}

/** Of one contender: a sample for each round. */
export interface Figures {
  name: string;
  samples: Sample[];
}

/** The samples that count: the quiet ones, where there are any. */
export function counted({ samples }: Figures): Sample[] {
  const quiet = samples.filter((sample) => sample.quiet);
  return quiet.length > 0 ? quiet : samples;
}

export interface Plan {
  floor: Contender;
  contenders: readonly Contender[];
  rounds: number;
  /** Of each measurement. */
  ms: number;
  /** Is told what is being measured. */
  said(text: string): void;
}

/**
 * Measures everybody in every round, once all are warm. The floor comes first in the result. What was disturbed is measured again, in all
 * as often as there are contenders: on a machine that is never quiet the bench still ends.
 */
export async function interleave({ floor, contenders, rounds, ms, said }: Plan): Promise<Figures[]> {
  const [bare, ...others] = [floor, ...contenders].map(({ name }): Figures => ({ name, samples: [] }));
  let retries = contenders.length;
  for (const contender of contenders) {
    said(`warming up: ${contender.name}`);
    await contender.measure(WARM_UP_MS);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      said(`round ${round + 1} of ${rounds}: ${contender.name}`);
      let [own, beside] = await besideFloor(floor, contender, ms);
      for (; !own.quiet && retries > 0; retries--) [own, beside] = await besideFloor(floor, contender, ms);
      others[index]?.samples.push(own);
      bare?.samples.push(beside);
    }
  }
  return bare === undefined ? others : [bare, ...others];
}

/** The sample of the contender, and that of the bare loop beside it. */
async function besideFloor(floor: Contender, contender: Contender, ms: number): Promise<[Sample, Sample]> {
  const before = othersSeconds();
  const start = performance.now();
  const first = await rateOf(floor, ms);
  const rate = await rateOf(contender, ms);
  const bare = (first + (await rateOf(floor, ms))) / 2;
  const others = (othersSeconds() - before) / ((performance.now() - start) / 1000);
  const quiet = others <= OTHERS_ALLOWED;
  return [
    { rate, ratio: rate / bare, quiet },
    { rate: bare, ratio: 1, quiet },
  ];
}

async function rateOf(contender: Contender, ms: number): Promise<number> {
  const { count, seconds } = await contender.measure(ms);
  return count / seconds;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
