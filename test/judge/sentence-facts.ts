/**
 * The facts of a violation's sentence, each looked up in the trace anew: by other means than the sentence was made. A clause that is not in
 * the table has no check, and fails.
 */
import type { Program } from '../../fuzz/compile/program.ts';
import type { Fault } from '../../fuzz/judge/fault.ts';
import { type SignalName, signalName } from '../../fuzz/scenario/signals.ts';
import type { Due, Trace, TraceEvent } from '../../fuzz/trace/trace.ts';
import { isMeasured } from './measured-facts.ts';

interface Shown {
  program: Program;
  trace: Trace;
  /** The settled op at which it shows: the first one from the fault's event on. */
  upTo: number;
}

type Check = (shown: Shown, who: string, ...parts: string[]) => boolean;

const TIMES = '(once|\\d+ times)';
const SIGNAL = '(SIG[A-Z0-9+]+)';
const STATES = '(has not started|runs|is stopped|is a zombie of the init|is a zombie|is gone)';
const ENDED = '(exited with \\d+|died of SIG[A-Z0-9+]+|has ended)';

const FACTS: [pattern: string, check: Check][] = [
  [
    `${ENDED} \\(main was last seen (before it started|running|stopped|as a zombie of the init|as a zombie|gone)\\)`,
    (shown, who, ended = '', state = '') =>
      who === 'the init' && initEnded(shown, ended) && stateOf(shown, 'main', before(shown)) === LAST_SEEN[state],
  ],
  [
    `${ENDED} (\\d+\\.\\d) ms after (.+) took ${SIGNAL}`,
    (shown, who, ended = '', ms = '', other = '', signal = '') =>
      who === 'the init' && initEnded(shown, ended) && tookIn(batch(shown), shown, other, signal).some((one) => since(shown, one) === ms),
  ],
  [
    `${ENDED} (\\d+\\.\\d) ms after all were last at rest`,
    (shown, who, ended = '', ms = '') => {
      const rests = shown.trace.events.slice(0, shown.upTo).filter(({ kind }) => kind === 'settled');
      return (
        who === 'the init' && initEnded(shown, ended) && (((shown.trace.exit?.us ?? 0) - (rests.at(-1)?.us ?? 0)) / 1000).toFixed(1) === ms
      );
    },
  ],
  [
    `${ENDED} before (.+) took ${SIGNAL}`,
    (shown, who, ended = '', other = '', signal = '') =>
      who === 'the init' && initEnded(shown, ended) && !tookIn(batch(shown), shown, other, signal).length,
  ],
  [`${ENDED}`, (shown, who, ended = '') => who === 'the init' && initEnded(shown, ended)],
  [
    `sleeps on, for (\\d+) ms at a time, and main ${STATES}`,
    (shown, who, ms = '', state = '') => who === 'the init' && isLate(shown, ms, 'end') && stateOf(shown, 'main', shown.upTo) === state,
  ],
  [
    `(sleeps|is frozen|is busy) and main ${STATES}`,
    (shown, who, init = '', state = '') => who === 'the init' && initIs(shown, init) && stateOf(shown, 'main', shown.upTo) === state,
  ],
  ['was there to the end of the run', ({ trace }, who) => who === 'the init' && trace.exit === undefined],
  ['(sleeps|is frozen|is busy)', (shown, who, init = '') => who === 'the init' && initIs(shown, init)],
  [
    `did not get ${SIGNAL}( again)? from the init`,
    (shown, who, signal = '', again) =>
      countOf(shown, who, signal, 'the init') === 0 && tookFromInitBefore(shown, who, signal) === (again !== undefined),
  ],
  [
    `did not get ${SIGNAL}`,
    (shown, who, signal = '') =>
      !batch(shown).some((event) => event.kind === 'signal' && name(shown, event.slot) === who && signalName(event.signal) === signal),
  ],
  [
    `got ${SIGNAL} from the init ${TIMES}`,
    (shown, who, signal = '', times = '') => countOf(shown, who, signal, 'the init') === number(times),
  ],
  [
    `got ${SIGNAL} ((?:from [a-z ]+? ${TIMES}(?: and )?)+)`,
    (shown, who, signal = '', all = '') =>
      all.split(' and ').every((each) => {
        const [, sender = '', times = ''] = new RegExp(`^from (.+) ${TIMES}$`).exec(each) ?? [];
        return countOf(shown, who, signal, sender) === number(times);
      }),
  ],
  [
    `got ${SIGNAL} from the init before ${SIGNAL}`,
    (shown, who, first = '', second = '') => {
      const taken = batch(shown).flatMap((event) =>
        event.kind === 'signal' && event.from === 1 && name(shown, event.slot) === who ? signalName(event.signal) : [],
      );
      return taken.includes(first as SignalName) && taken.indexOf(first as SignalName) < taken.lastIndexOf(second as SignalName);
    },
  ],
  [STATES, (shown, who, state = '') => stateOf(shown, who, shown.upTo) === state],
  ['has other settings than at the start', (shown, who) => who === 'the terminal' && lastTerminal(shown)?.changed === true],
  [
    'has (\\d+) zombies? that a storm has left',
    (shown, who, count = '') =>
      who === 'the init' && shown.trace.events.some((event) => event.kind === 'left' && event.count === Number(count)),
  ],
  ['has (\\d+) bytes to be read', (shown, who, bytes = '') => who === 'the terminal' && lastTerminal(shown)?.input === Number(bytes)],
  ['has the group of (.*) in its foreground', (shown, who) => who === 'the terminal' && lastTerminal(shown) !== undefined],
];

/** Whether it had come from the init before the settled op that is looked at. */
function tookFromInitBefore(shown: Shown, who: string, signal: string): boolean {
  const seen = batch(shown);
  const first = shown.trace.events.indexOf(seen[0] as TraceEvent);
  const earlier = shown.trace.events.slice(0, first < 0 ? shown.upTo : first);
  return earlier.some(
    (event) => event.kind === 'signal' && event.from === 1 && name(shown, event.slot) === who && signalName(event.signal) === signal,
  );
}

/** What an init that is late leaves undone: it sleeps on, for so many ms. */
const ASLEEP = / while the init sleeps on, for (\d+) ms at a time$/;

const LAST_SEEN: Record<string, string> = {
  'before it started': 'has not started',
  running: 'runs',
  stopped: 'is stopped',
  'as a zombie': 'is a zombie',
  'as a zombie of the init': 'is a zombie of the init',
  gone: 'is gone',
};

/** Why the sentence is not true of the trace; undefined where it is. */
export function untrue({ said, event }: Fault, program: Program, trace: Trace): string | undefined {
  const measured = isMeasured(said, trace);
  if (measured !== undefined) return measured ? undefined : `is not so: ${said}`;
  const sentence =
    /^(the init|the terminal|the process between \S+ and its parent|\S+(?: \(copy \d+\))?) (.*), but should (.*?)(?:: (.*) had (\d+\.\d) ms left)?$/.exec(
      said,
    );
  if (sentence === null) return `has no form that is known: ${said}`;
  const [, who = '', all = ''] = sentence;
  const [happened = '', asleep] = all.split(ASLEEP);
  const upTo = trace.events.findIndex((one, index) => index >= (event ?? trace.events.length - 1) && one.kind === 'settled');
  const [pattern, check] = FACTS.find(([one]) => new RegExp(`^${one}$`).test(happened)) ?? [];
  if (pattern === undefined || check === undefined) return `states what nobody checks: ${said}`;
  const parts = new RegExp(`^${pattern}$`).exec(happened)?.slice(1) ?? [];
  const shown = { program, trace, upTo };
  if (asleep !== undefined && !isLate(shown, asleep)) return `the init does not sleep so: ${said}`;
  return check(shown, who, ...parts) ? undefined : `is not so: ${said}`;
}

const number = (times: string): number => (times === 'never' ? 0 : times === 'once' ? 1 : Number.parseInt(times, 10));

function initEnded({ trace: { exit } }: Shown, words: string): boolean {
  if (exit === undefined) return words === 'has ended';
  return words === (exit.how === 'exited' ? `exited with ${exit.code}` : `died of ${signalName(exit.signal)}`);
}

function initIs({ trace, upTo }: Shown, words: string): boolean {
  const event = trace.events[upTo];
  const states = { sleeps: ['asleep', 'forever'], 'is frozen': ['stopped'], 'is busy': ['busy'] }[words] ?? [];
  return event?.kind === 'settled' && states.includes(event.init);
}

function name({ program }: Shown, slot: number): string {
  const process = program.processes[slot];
  if (process === undefined) return '';
  if (process.intermediate) return `the process between ${process.actor} and its parent`;
  return process.copy > 0 ? `${process.actor} (copy ${process.copy + 1})` : process.actor;
}

/** Whether the init sleeps for so long, and that is due of it (anything at all, where it is not said what). */
function isLate({ trace, upTo }: Shown, ms: string, due?: Due): boolean {
  const event = trace.events[upTo];
  const late = event?.kind === 'settled' ? event.late : undefined;
  return late?.ms === Number(ms) && (due === undefined ? late.due.length > 0 : late.due.includes(due));
}

/** What happened to one process up to an event, in the order of the trace. */
function stateOf(shown: Shown, who: string, upTo: number): string {
  let state = 'has not started';
  let stopped = false;
  let ofInit = false;
  for (const event of shown.trace.events.slice(0, upTo + 1)) {
    if (!('slot' in event) || name(shown, event.slot) !== who) continue;
    if (event.kind === 'started') {
      state = 'runs';
      ofInit = event.ppid === 1;
    }
    if (event.kind === 'moved') ofInit = event.parent === -1;
    if (event.kind === 'stopped') stopped = true;
    if (event.kind === 'continued') stopped = false;
    if (event.kind === 'died') state = 'is a zombie';
    if (event.kind === 'gone') state = 'is gone';
  }
  if (state === 'runs' && stopped) return 'is stopped';
  return state === 'is a zombie' && ofInit ? 'is a zombie of the init' : state;
}

/** The last event before the one of the settled op. */
const before = ({ upTo }: Shown): number => upTo - 1;

const eventsOf = <K extends TraceEvent['kind']>({ trace, upTo }: Shown, kind: K): Extract<TraceEvent, { kind: K }>[] =>
  trace.events.slice(0, upTo + 1).filter((event): event is Extract<TraceEvent, { kind: K }> => event.kind === kind);

/** Since the settled op before. */
function batch({ trace, upTo }: Shown): TraceEvent[] {
  const from = trace.events.slice(0, upTo).findLastIndex(({ kind }) => kind === 'settled');
  return trace.events.slice(from + 1, upTo + 1);
}

const since = ({ trace }: Shown, event: TraceEvent): string => (((trace.exit?.us ?? 0) - event.us) / 1000).toFixed(1);

const lastTerminal = (shown: Shown): Extract<TraceEvent, { kind: 'terminal' }> | undefined => eventsOf(shown, 'terminal').at(-1);

const tookIn = (events: TraceEvent[], shown: Shown, who: string, signal: string): TraceEvent[] =>
  events.filter((event) => event.kind === 'signal' && name(shown, event.slot) === who && signalName(event.signal) === signal);

const SENDERS: Record<string, (event: Extract<TraceEvent, { kind: 'signal' }>) => boolean> = {
  'the init': ({ from, code }) => code <= 0 && from === 1,
  'the kernel': ({ code }) => code > 0,
  outside: ({ from, code }) => code <= 0 && from === 0,
  another: ({ from, code }) => code <= 0 && from > 1,
};

const countOf = (shown: Shown, who: string, signal: string, sender: string): number =>
  batch(shown).filter(
    (event) =>
      event.kind === 'signal' &&
      name(shown, event.slot) === who &&
      signalName(event.signal) === signal &&
      SENDERS[sender]?.(event) === true,
  ).length;
