/** The facts of sentences that measures make: of main's start, and of what the init used. Each is looked up in the trace. */
import { type SignalName, signalName } from '../../fuzz/scenario/signals.ts';
import type { StartState, Trace } from '../../fuzz/trace/trace.ts';

const owner = (id: number, { pid }: StartState): string => (id === pid ? 'own' : id === 1 ? "init's" : `${id}`);

/** What the child has, as a sentence says it. */
const HAS: Record<string, (start: StartState) => string> = {
  user: ({ user }) => `${user}`,
  capabilities: ({ capabilities }) => (capabilities ? 'some' : 'none'),
  'no-new-privs': ({ noNewPrivs }) => `${noNewPrivs}`,
  descriptors: ({ descriptors }) =>
    [...descriptors]
      .sort(([a], [b]) => a - b)
      .map(([fd, file]) => `${fd}=${file}`)
      .join(' '),
  directory: ({ directory }) => directory,
  session: (start) => owner(start.sid, start),
  group: (start) => owner(start.pgid, start),
  umask: ({ umask }) => umask.toString(8).padStart(3, '0'),
  nice: ({ nice }) => `${nice}`,
  arguments: ({ args }) => JSON.stringify(args.slice(1)),
};

const hasAll = (signals: readonly number[], names = ''): boolean =>
  names.split(', ').every((name) => signals.map(signalName).includes(name as SignalName));
const hasNone = (signals: readonly number[], names = ''): boolean =>
  !names.split(', ').some((name) => signals.map(signalName).includes(name as SignalName));
const variables = ({ env }: StartState): string[] => env.map((variable) => variable.split('=')[0] ?? '');
const place = ({ foreground, pgid }: StartState): string => (foreground < 0 ? 'none' : foreground === pgid ? 'foreground' : 'background');

type Check = (trace: Trace, start: StartState, ...parts: string[]) => boolean;

const FACTS: [pattern: RegExp, check: Check][] = [
  [/^starts: main was started (\d+) times$/, ({ starts }, _, times) => starts === Number(times)],
  [/^mask: the child has (.*) blocked, and should not$/, (_, { blocked }, names) => hasAll(blocked, names)],
  [/^mask: the child should have (.*) blocked, and has not$/, (_, { blocked }, names) => hasNone(blocked, names)],
  [/^ignored-signals: the child ignores (.*), and should not$/, (_, { ignored }, names) => hasAll(ignored, names)],
  [/^ignored-signals: the child should ignore (.*), and does not$/, (_, { ignored }, names) => hasNone(ignored, names)],
  [/^([a-z-]+): the child should have .*, and has (.*)$/s, (_, start, what = '', got = '') => (HAS[what]?.(start) || 'none') === got],
  [/^terminal: the child is not where it should be: (.*)$/, (_, start, got) => place(start) === got],
  [/^limits: (\w+) is another than the init was started with$/, (_, { changedLimits }, limit = '') => changedLimits.includes(limit)],
  [
    /^environment: (.*) (?:was added(?:, as a (?:shell|runtime) does)?|has another value in the child)$/,
    (_, start, names = '') => names.split(', ').every((name) => variables(start).includes(name)),
  ],
  [
    /^environment: (.*) of the init's environment did not reach the child$/,
    (_, start, names = '') => !names.split(', ').some((name) => variables(start).includes(name)),
  ],
  [/^environment: the variables are in another order$/, (_, { env }) => env.length > 1],
  [/^the init does not come to rest, and uses its processor$/, ({ bound }) => bound === 'busy'],
  [/^the init does not come to rest, and writes without end$/, ({ bound }) => bound === 'output'],
  [
    /^the init woke (\d+) times in (\d+) ms in which nothing happened$/,
    ({ init }, _, times, ms) => init.waitedSwitches === Number(times) && init.waitedMs === Number(ms),
  ],
  [/^the init starts processes without end$/, ({ bound }) => bound === 'processes'],
  [
    /^the init had (\d+) descriptors open at the start and (\d+) at the end$/,
    ({ init }, _, first, last) => init.firstDescriptors === Number(first) && init.lastDescriptors === Number(last),
  ],
  [
    /^the init had (\d+) KiB at the start and (\d+) KiB at the end$/,
    ({ init }, _, first, last) =>
      Math.round(init.firstRssBytes / 1024) === Number(first) && Math.round(init.lastRssBytes / 1024) === Number(last),
  ],
  [/^the init should work in .*, and works in (.*)$/, ({ init }, _, directory) => init.directory === directory],
  [/^the init should have closed (.*) when its child runs, and has not$/, ({ init }, _, numbers) => init.kept.join(', ') === numbers],
];

/** Whether the sentence is one of these and true of the trace; undefined where it is none of these. */
export function isMeasured(said: string, trace: Trace): boolean | undefined {
  const [pattern, check] = FACTS.find(([one]) => one.test(said)) ?? [];
  if (pattern === undefined || check === undefined) return undefined;
  const { start = {} as StartState } = trace;
  return check(trace, start, ...(pattern.exec(said)?.slice(1) ?? []));
}
