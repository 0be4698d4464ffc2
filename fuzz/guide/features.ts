/**
 * What a run has shown, as a set of features: a scenario with one that no other has shown goes where none has been. They say what the init
 * and the kernel did, and nothing of times, ids or numbers of signals, of which there would be endlessly many.
 */
import type { Op, Program } from '../compile/program.ts';
import type { Judgement } from '../judge/judge.ts';
import { senderOf } from '../judge/observe.ts';
import { callName } from '../scenario/calls.ts';
import { defaultAction, isRealTime } from '../scenario/signals.ts';
import { INIT, type Trace, type TraceEvent } from '../trace/trace.ts';

export interface Shown {
  program: Program;
  trace: Trace;
  judgements: readonly Judgement[];
}

/** All features of a run, each once. */
export function featuresOf(shown: Shown): Set<string> {
  const features = new Set<string>();
  for (const add of KINDS) add(shown, features);
  return features;
}

type Kind = (shown: Shown, features: Set<string>) => void;

/** Counts of one size: 0, 1, 2, 3, 4 to 7, 8 to 15 ... */
const sizeOf = (count: number): number => (count < 4 ? count : 2 + Math.floor(Math.log2(count)));

/** Signals of one kind: by what they do by default, and whether they queue. */
const signalKind = (signal: number): string => (isRealTime(signal) ? 'real-time' : defaultAction(signal));

/** What happens to an actor, as a word. */
function wordOf(event: TraceEvent): string | undefined {
  if (!('slot' in event)) return undefined;
  if (event.kind === 'signal') return `${senderOf(event)} ${signalKind(event.signal)}`;
  if (event.kind === 'moved') return event.parent === INIT ? 'adopted' : 'moved';
  return event.kind;
}

/** Pairs and triples of what happens to one actor, and pairs of what follows one another whoever it happens to. */
const sequences: Kind = ({ trace }, features) => {
  const last = new Map<number, string[]>();
  let before = '';
  for (const event of trace.events) {
    const word = wordOf(event);
    if (word === undefined || !('slot' in event)) continue;
    const who = event.slot === 0 ? 'main' : 'other';
    const [one = '', two = ''] = last.get(event.slot) ?? [];
    features.add(`${who}: ${two} > ${word}`).add(`${who}: ${one} > ${two} > ${word}`).add(`${before} >> ${word}`);
    last.set(event.slot, [two, word]);
    before = word;
  }
};

/** In which state the init was when each kind of op came to it, and how many ops had an effect at once. */
const states: Kind = ({ program, trace }, features) => {
  let init = 'starting';
  let ops: string[] = [];
  for (const event of trace.events) {
    if (event.kind === 'op') ops.push(opKind(program.ops[event.index]));
    if (event.kind !== 'settled') continue;
    for (const op of new Set(ops)) features.add(`${init}, ${op}: ${event.init}`);
    features.add(`batch ${[...new Set(ops)].sort().join('+')}`).add(`batch of ${sizeOf(ops.length)}`);
    init = event.init;
    ops = [];
  }
};

function opKind(op: Op | undefined): string {
  if (op === undefined) return 'start';
  return op.op === 'signal' ? `${signalKind(op.signal)} to ${op.to.kind}` : op.op;
}

/** How many were waited for, and died, between two rests: what an init has at once. */
const batches: Kind = ({ trace }, features) => {
  let gone = 0;
  let died = 0;
  for (const event of trace.events) {
    if (event.kind === 'gone') gone++;
    if (event.kind === 'died') died++;
    if (event.kind !== 'settled') continue;
    features.add(`gone ${sizeOf(gone)}`).add(`died ${sizeOf(died)}`);
    gone = died = 0;
  }
};

/** How often a signal was sent to the init, and seen by main: fewer have merged. */
const merges: Kind = ({ program, trace }, features) => {
  const sent = new Map<number, number>();
  const seen = new Map<number, number>();
  const count = (counts: Map<number, number>, signal: number): unknown => counts.set(signal, (counts.get(signal) ?? 0) + 1);
  for (const op of program.ops) if (op.op === 'signal' && op.to.kind === 'init') count(sent, op.signal);
  for (const event of trace.events)
    if (event.kind === 'signal' && event.slot === 0 && senderOf(event) === 'init') count(seen, event.signal);
  for (const [signal, times] of sent) features.add(`${signalKind(signal)} sent ${sizeOf(times)}, seen ${sizeOf(seen.get(signal) ?? 0)}`);
};

/** How deep and wide the tree is, how many processes are orphans of each kind. */
const tree: Kind = ({ program: { processes } }, features) => {
  const depths = processes.map(() => 1);
  for (const { slot, parent } of processes) if (parent >= 0) depths[slot] = (depths[parent] ?? 0) + 1;
  features.add(`depth ${Math.max(...depths)}`).add(`processes ${sizeOf(processes.length)}`);
  for (const { intermediate, session, group, waits, subreaper, vfork, cloneParent, enters, inherited } of processes)
    features.add(`actor ${[intermediate, session, typeof group, waits, subreaper, vfork, cloneParent, enters, inherited].join(' ')}`);
};

/** Each setting of the launch with how the run ended, and with each other. */
const launches: Kind = ({ program: { launch }, trace }, features) => {
  const settings = Object.keys(launch).sort();
  const end = trace.exit === undefined ? 'stays' : trace.exit.how === 'exited' ? `exits ${sizeOf(trace.exit.code)}` : 'is killed';
  for (const setting of settings) {
    features.add(`${setting}: ${end}`);
    for (const other of settings) if (other > setting) features.add(`${setting} and ${other}`);
  }
  features.add(end);
};

/** What each property said, and by which branch of the contract. */
const verdicts: Kind = ({ judgements }, features) => {
  for (const { property, verdict, signature = '' } of judgements) {
    const why = verdict.kind === 'inconclusive' ? verdict.why : signature;
    features.add(`${property} ${verdict.kind} ${why}`);
  }
};

/** Where the init was held, what happened there, and what the init was then. */
const placements: Kind = ({ program, trace }, features) => {
  let at: string | undefined;
  for (const event of trace.events) {
    if (event.kind === 'held') at = `${event.of} ${event.when} ${callName(event.call)}`;
    else if (at !== undefined && event.kind === 'op') features.add(`${at}: ${opKind(program.ops[event.index])}`);
    else if (at !== undefined && event.kind === 'settled') {
      features.add(`${at}: ${event.init}`);
      at = undefined;
    }
  }
};

const KINDS: readonly Kind[] = [sequences, states, batches, merges, tree, launches, verdicts, placements];
