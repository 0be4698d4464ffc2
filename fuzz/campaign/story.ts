/** What happened in a run, a line an event: for people who read a finding or a replay. */
import type { Program } from '../compile/program.ts';
import type { Trace, TraceEvent } from '../trace/trace.ts';
import { ended, isDeed, tellEvent, tellMoment } from './tell-event.ts';

export interface StoryLine {
  /** ms since the init was started. */
  ms: number;
  /** The process that it happens to, `harness` for what is done from outside. */
  who: string;
  what: string;
  /** The moment at which the fault showed. */
  fault?: true;
  /** How many lines are left out before this one. */
  skipped?: number;
}

/** What a story is about. */
export interface Subject {
  /** The sentence of the fault: it begins with whom it is about. */
  said?: string | undefined;
  /** The event of the trace at which it showed; the number of events stands for the init's end. Undefined: no fault, or at no moment. */
  event?: number | undefined;
  /** All lines, and not only those that matter. */
  whole?: boolean;
}

/** Lines that are shown at most: a screen. What a shrunk case does fits. */
const MOST_LINES = 24;

/** How much a line matters: where there are too many, others are left out first, and of those that matter alike the earlier ones. */
const WEIGHT = { fault: 3, main: 2, deed: 1, other: 0 } as const;

interface Weighed {
  line: StoryLine;
  weight: number;
}

/**
 * The story up to the fault and the event after it, or up to the end. Of one that is longer than a screen: the lines about the fault, whom
 * it is about, main, the init, and what was done. None where the record was tampered with: it is not known what happened.
 */
export function tellStory(program: Program, trace: Trace, { said = '', event: fault, whole = false }: Subject = {}): StoryLine[] {
  if (trace.tampered !== undefined) return [];
  const events = fault === undefined ? trace.events : trace.events.slice(0, fault + 2);
  const atEnd = fault !== undefined && showsAtEnd(trace, fault);
  const lines = events.flatMap((event, index) => weighed(program, event, index === fault && !atEnd, said));
  if (trace.exit !== undefined && events.length === trace.events.length) {
    const line = { ms: trace.exit.us / 1000, who: 'init', what: ended(trace.exit) };
    lines.push({ line: atEnd ? { ...line, fault: true } : line, weight: WEIGHT.fault });
  }
  return whole ? lines.map(({ line }) => line) : mostTelling(lines);
}

/** The end of the init is the moment of what showed when all was at rest and the init was gone. */
export function showsAtEnd({ events, exit }: Trace, fault: number): boolean {
  const event = events[fault];
  return exit !== undefined && (event === undefined || (event.kind === 'settled' && event.init === 'gone'));
}

function weighed(program: Program, event: TraceEvent, isFault: boolean, said: string): Weighed[] {
  const told = isFault ? tellMoment(program, event) : tellEvent(program, event);
  if (told === undefined) return [];
  const line = { ms: event.us / 1000, ...told };
  if (isFault) return [{ line: { ...line, fault: true }, weight: WEIGHT.fault }];
  const isMain = told.who === 'main' || told.who === 'init' || said.startsWith(`${told.who} `);
  return [{ line, weight: isMain ? WEIGHT.main : isDeed(event) ? WEIGHT.deed : WEIGHT.other }];
}

/** A screen of them, in their order; each that follows a gap says how large that is. The last one is always there. */
function mostTelling(lines: readonly Weighed[]): StoryLine[] {
  const last = lines.length - 1;
  const rank = (index: number): number => (index === last ? WEIGHT.fault : (lines[index]?.weight ?? 0));
  const order = [...lines.keys()].sort((a, b) => rank(b) - rank(a) || b - a);
  const kept = order.slice(0, MOST_LINES).sort((a, b) => a - b);
  return kept.flatMap((index, n) => {
    const line = lines[index]?.line;
    const skipped = index - (kept[n - 1] ?? -1) - 1;
    return line === undefined ? [] : skipped === 0 ? line : { ...line, skipped };
  });
}
