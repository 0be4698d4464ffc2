/** What the picture of a run is drawn from: a lifeline for each process, and what happened at which moment. Compact, since events carry it. */
import type { OpRecipient, Program } from '../compile/program.ts';
import { signalName } from '../scenario/signals.ts';
import { INIT, OUTSIDE, type Trace, type TraceEvent } from '../trace/trace.ts';
import { showsAtEnd } from './story.ts';
import { HARNESS, ended, slotName, tellEvent } from './tell-event.ts';

export interface Timeline {
  /** From the init's start to its end, or to the end of the run. */
  ms: number;
  /** The init first, then each process behind its parent. */
  lives: Life[];
  /** In the order in which they happened. */
  moments: Moment[];
  /** Processes and moments that there is no room for. */
  more?: number;
}

export interface Life {
  who: string;
  /** Inside the namespace. */
  pid?: number;
  /** Its parent at its start. */
  under?: string;
  spans: Span[];
  /** How it ended, where that was seen. */
  end?: string;
}

/** Times in ms since the init was started. */
export interface Span {
  is: 'running' | 'stopped' | 'zombie';
  from: number;
  to: number;
}

/**
 * `started`: by `from`. `sent`: a signal, by `from`. `received`: a signal, of `from` where that is known. `ended`: it is a zombie. `reaped`: by
 * `from`. `moved`: it is a child of `from` now. `done`: something that the harness did, or had done. `fault`: there the fault showed.
 */
export interface Moment {
  ms: number;
  kind: 'started' | 'sent' | 'received' | 'ended' | 'reaped' | 'moved' | 'done' | 'fault';
  who: string;
  from?: string;
  what: string;
}

/** Lanes that fit on a page and can be told apart. */
const MOST_LIVES = 24;
/** What a shrunk scenario does is some 10 to 30 moments. */
const MOST_MOMENTS = 60;
/** Of several that get one signal: arrows that can be told apart. */
const MOST_ARROWS = 3;

/** `fault`: index of the event at which the fault showed; the number of events stands for the init's end. None where the record was tampered with. */
export function timelineOf(program: Program, trace: Trace, fault?: { event?: number | undefined; said: string }): Timeline | undefined {
  if (trace.tampered !== undefined) return undefined;
  const drawing = new Drawing(program);
  trace.events.forEach((event) => {
    drawing.take(event);
  });
  const ms = (trace.exit?.us ?? trace.us) / 1000;
  if (trace.exit !== undefined) drawing.ends(INIT, ms, ended(trace.exit));
  return drawing.done(Math.max(ms, (trace.events.at(-1)?.us ?? 0) / 1000), momentOf(trace, fault?.event));
}

/** When the fault showed, ms. */
function momentOf(trace: Trace, fault: number | undefined): number | undefined {
  if (fault === undefined) return undefined;
  const us = showsAtEnd(trace, fault) ? trace.exit?.us : trace.events[fault]?.us;
  return us === undefined ? undefined : us / 1000;
}

interface Draft extends Life {
  /** What it is since when; undefined: it is gone. */
  now: { is: Span['is']; since: number } | undefined;
  parent: string;
}

type Of<Kind extends TraceEvent['kind']> = Extract<TraceEvent, { kind: Kind }>;

class Drawing {
  readonly #program: Program;
  readonly #lives = new Map<number, Draft>();
  readonly #moments: Moment[] = [];

  constructor(program: Program) {
    this.#program = program;
    this.#lives.set(INIT, { who: 'init', pid: 1, parent: HARNESS, spans: [], now: { is: 'running', since: 0 } });
  }

  take(event: TraceEvent): void {
    (TAKES[event.kind] as (event: TraceEvent, drawing: Drawing) => void)(event, this);
  }

  starts({ us, slot, pid, ppid }: Of<'started'>): void {
    if (this.#lives.has(slot)) return;
    const ms = us / 1000;
    const under = this.#byPid(ppid) ?? HARNESS;
    this.#lives.set(slot, { who: this.#name(slot), pid, under, parent: under, spans: [], now: { is: 'running', since: ms } });
    this.#add({ ms, kind: 'started', who: this.#name(slot), from: under, what: `pid ${pid}` });
  }

  is(slot: number, us: number, is: Span['is']): void {
    const life = this.#lives.get(slot);
    if (life?.now === undefined || life.now.is === is) return;
    this.#close(life, us / 1000);
    life.now = { is, since: us / 1000 };
    if (is === 'zombie') this.#add({ ms: us / 1000, kind: 'ended', who: life.who, what: 'is a zombie' });
  }

  /** It is gone: reaped, or the init's own end. */
  ends(slot: number, ms: number, how?: string): void {
    const life = this.#lives.get(slot);
    if (life === undefined) return;
    if (how !== undefined) life.end = how;
    this.#close(life, ms);
    life.now = undefined;
  }

  reaped(child: number, us: number, by: string, how?: string): void {
    const life = this.#lives.get(child);
    if (life?.now === undefined) return;
    this.ends(child, us / 1000, how);
    this.#add({ ms: us / 1000, kind: 'reaped', who: life.who, from: by, what: how ?? '' });
  }

  gone({ slot, us }: Of<'gone'>): void {
    this.reaped(slot, us, this.#lives.get(slot)?.parent ?? HARNESS);
  }

  waited({ slot, child, us, status }: Of<'reaped'>): void {
    this.reaped(child, us, this.#name(slot), ended(status));
  }

  receives({ us, slot, signal, from }: Of<'signal'>): void {
    const sender = from === 0 ? undefined : this.#byPid(from);
    const by = sender === undefined ? {} : { from: sender };
    this.#add({ ms: us / 1000, kind: 'received', who: this.#name(slot), ...by, what: signalName(signal) });
  }

  moves({ us, slot, parent }: Of<'moved'>): void {
    const life = this.#lives.get(slot);
    const name = this.#name(parent);
    if (life === undefined || life.parent === name) return;
    life.parent = name;
    this.#add({ ms: us / 1000, kind: 'moved', who: life.who, from: name, what: `is a child of ${name} now` });
  }

  /** What the harness does; a signal has an arrow to each that gets it. */
  does(event: Of<'op'>): void {
    const op = this.#program.ops[event.index];
    if (op?.op === 'freeze') this.is(INIT, event.us, 'stopped');
    if (op?.op === 'thaw') this.is(INIT, event.us, 'running');
    if (op?.op !== 'signal') return this.tell(event);
    const from = op.from < 0 ? HARNESS : this.#name(op.from);
    for (const who of this.#recipients(op.to)) this.#add({ ms: event.us / 1000, kind: 'sent', who, from, what: signalName(op.signal) });
  }

  /** In the words of the story. */
  tell(event: TraceEvent): void {
    const told = tellEvent(this.#program, event);
    if (told !== undefined) this.#add({ ms: event.us / 1000, kind: 'done', ...told });
  }

  done(ms: number, fault: number | undefined): Timeline {
    for (const life of this.#lives.values()) this.#close(life, ms);
    const lives = this.#inOrder().map(({ now: _, parent: __, ...life }) => life);
    const marked = fault === undefined ? [] : [{ ms: fault, kind: 'fault' as const, who: 'init', what: '' }];
    const shown = lives.slice(0, MOST_LIVES);
    const moments = [...this.#moments.slice(0, MOST_MOMENTS), ...marked].sort((a, b) => a.ms - b.ms);
    const more = lives.length - shown.length + Math.max(0, this.#moments.length - MOST_MOMENTS);
    return { ms, lives: shown, moments, ...(more === 0 ? {} : { more }) };
  }

  #close(life: Draft, ms: number): void {
    if (life.now !== undefined && (ms > life.now.since || life.spans.length === 0))
      life.spans.push({ is: life.now.is, from: life.now.since, to: Math.max(ms, life.now.since) });
  }

  #add(moment: Moment): void {
    this.#moments.push(moment);
  }

  #name(slot: number): string {
    return slot === OUTSIDE ? HARNESS : slotName(this.#program, slot);
  }

  #byPid(pid: number): string | undefined {
    return [...this.#lives.values()].find((life) => life.pid === pid)?.who;
  }

  #recipients(to: OpRecipient): string[] {
    if (to.kind === 'init' || to.kind === 'everybody') return ['init'];
    const count = to.kind === 'group' ? 1 : Math.min(to.count, MOST_ARROWS);
    return Array.from({ length: count }, (_, n) => this.#name(to.slot + n));
  }

  /** Each behind its parent at its start, depth first. */
  #inOrder(): Draft[] {
    const all = [...this.#lives.values()];
    const below = (who: string): Draft[] => all.filter(({ under }) => under === who).flatMap((life) => [life, ...below(life.who)]);
    const [init = [], ...rest] = [all.filter(({ under }) => under === undefined), below('init'), below(HARNESS)];
    return [...init, ...rest.flat()];
  }
}

const nothing = (): void => {};

const TAKES: { [Kind in TraceEvent['kind']]: (event: Of<Kind>, drawing: Drawing) => void } = {
  op: (event, drawing) => drawing.does(event),
  started: (event, drawing) => drawing.starts(event),
  signal: (event, drawing) => drawing.receives(event),
  reaped: (event, drawing) => drawing.waited(event),
  died: ({ slot, us }, drawing) => drawing.is(slot, us, 'zombie'),
  gone: (event, drawing) => drawing.gone(event),
  stopped: ({ slot, us }, drawing) => drawing.is(slot, us, 'stopped'),
  continued: ({ slot, us }, drawing) => drawing.is(slot, us, 'running'),
  moved: (event, drawing) => drawing.moves(event),
  settled: nothing,
  left: (event, drawing) => drawing.tell(event),
  terminal: (event, drawing) => drawing.tell(event),
  held: (event, drawing) => drawing.tell(event),
  strangers: (event, drawing) => drawing.tell(event),
  call: nothing,
};
