/** What the model expects when a batch of ops has settled. */
import { isRealTime, SIGCHLD, SIGCONT } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import type { End, Hit, Process, Sender, World } from './world.ts';
import { at, mayBeDiscarded } from './world.ts';

/** Bits of `Checkpoint.life`: the states that a process may be in. */
export const LIFE = { unborn: 1, live: 2, zombie: 4, gone: 8 } as const;

/** How often a process has seen a signal from a sender in this batch. */
export interface Range {
  slot: number;
  signal: number;
  sender: Sender;
  min: number;
  max: number;
}

export interface Checkpoint {
  /** Index of the settled op; -1 for the start. */
  op: number;
  life: number[];
  /** 1 where the process is stopped. */
  stopped: number[];
  /** 1 where the init is the parent. */
  adopted: number[];
  /** 1 where the state came about by what the init sent in this batch. */
  byInit: number[];
  ranges: Range[];
  init: 'running' | 'frozen' | 'leaves';
  /** Where the init leaves: how the main child may have ended; empty where its command could not be started. */
  ends: End[];
  /** Signals come in order of number: several were handed to the init at once, and nothing else happened. */
  ordered: boolean;
}

/** Plain arrays: there are four for each settled op, and typed ones are slow to make and to collect. */
export const zeros = (count: number): number[] => new Array<number>(count).fill(0);

/** Called when a batch has settled: ends what ends after a while has been ended by the caller. */
export function checkpoint(world: World, op: number, ordered: boolean): Checkpoint {
  if (world.obeyed && world.resumed > 1) world.racing = true;
  const count = world.processes.length;
  const point: Checkpoint = {
    op,
    life: zeros(count),
    stopped: zeros(count),
    adopted: zeros(count),
    byInit: zeros(count),
    ranges: [],
    init: world.due ? 'leaves' : world.init.frozen ? 'frozen' : 'running',
    ends: world.due ? endsOf(world, at(world, 0)) : [],
    ordered,
  };
  if (world.racing && world.forwarded && world.obeyed)
    world.unsure ??= 'an actor that went on did what it was told while the init forwarded';
  for (const process of world.processes) describe(world, point, process);
  return point;
}

function describe(world: World, point: Checkpoint, process: Process): void {
  const { slot } = process;
  point.life[slot] = allowedLife(world, process);
  point.stopped[slot] = process.stopped ? 1 : 0;
  point.adopted[slot] = process.parent === INIT ? 1 : 0;
  if (process.hits.length === 0) return;
  point.byInit[slot] = process.hits.some((hit) => hit.sender === 'init') ? 1 : 0;
  addRanges(world, point.ranges, process);
}

/**
 * In a race a zombie's parent may have reaped it before it ended itself, or left it to the init, which may be frozen. For an init that
 * ignores SIGCHLD the kernel reaps (wait(2), NOTES), even while it is frozen.
 */
function allowedLife(world: World, process: Process): number {
  const life = LIFE[process.life];
  if (process.life === 'zombie' && process.parent === INIT) return LIFE.zombie | LIFE.gone;
  const either = world.racing && (process.life === 'zombie' || (process.life === 'gone' && process.lived && world.init.frozen));
  return either ? LIFE.zombie | LIFE.gone : life;
}

function races(world: World, process: Process): boolean {
  return (world.racing && process.hits.length > 1) || manySenders(process.hits);
}

/** The same standard signal from two senders may merge, whatever else happens; and where one ends or stops, it is open whose comes first. */
function manySenders(hits: readonly Hit[]): boolean {
  return hits.some((a) =>
    hits.some((b) => b.sender !== a.sender && (a.ends !== undefined || a.stops || (b.signal === a.signal && !isRealTime(a.signal)))),
  );
}

function addRanges(world: World, ranges: Range[], process: Process): void {
  const { hits } = process;
  const racing = races(world, process);
  const deadly = racing && hits.some((hit) => hit.ends !== undefined);
  if (racing && hits.some((hit) => hit.stops) && hits.some((hit) => !hit.stops)) {
    world.unsure ??= 'a process was stopped while something else happened to it';
  }
  if (mayBeDiscarded(world, SIGCONT) && (process.stopped || process.stoppedBefore)) {
    world.unsure ??= 'a stop and a SIGCONT were sent at the same time';
  }
  hits.forEach((hit, index) => {
    const first = hits.findIndex((other) => sameKind(other, hit)) === index;
    if (first && hit.recorded && hit.signal !== SIGCHLD) ranges.push(rangeOf(world, process, hit, racing, deadly));
  });
}

const sameKind = (a: Hit, b: Hit): boolean => a.signal === b.signal && a.sender === b.sender;

function rangeOf(world: World, process: Process, hit: Hit, racing: boolean, deadly: boolean): Range {
  const alike = process.hits.filter((other) => sameKind(other, hit));
  const all = alike.length;
  const nominal = alike.filter((other) => other.seen).length;
  // No spread of a common part: this is made for each signal of each run, and a spread costs more than all the rest.
  const range = (min: number, max: number): Range => ({ slot: process.slot, signal: hit.signal, sender: hit.sender, min, max });
  // When the init leaves, the kernel kills everybody: others may not have come to take what they were sent.
  if (world.due && process.slot !== 0) return range(0, all);
  if (!racing) return range(nominal, nominal);
  if (deadly || process.stopped) return range(0, all);
  if (isRealTime(hit.signal)) return range(all, all);
  const alone = process.hits.every((other) => other.signal !== hit.signal || other.sender === hit.sender);
  return range(alone && !mayBeDiscarded(world, hit.signal) ? 1 : 0, all);
}

/** How a process that has ended may have ended. Of hits that raced any may have been the one. */
function endsOf(world: World, process: Process): End[] {
  const nominal = process.end === undefined ? [] : [process.end];
  if (!races(world, process)) return nominal;
  const ends = process.hits.flatMap((hit) => (hit.ends === undefined ? [] : [hit.ends]));
  return ends.length === 0 ? nominal : [...new Set(ends)];
}
