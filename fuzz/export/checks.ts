/** What an exported program must see, from the model: of the case's property alone, since inits differ in the rest by design. */
import { startFailure, type Program } from '../compile/program.ts';
import type { Contract } from '../judge/contract.ts';
import { PLAIN } from '../judge/plain-contract.ts';
import { ADOPTED, ANY_LIFE, BY_INIT, type Checkpoint, LIFE, STOPPED } from '../judge/model/checkpoint.ts';
import { exitCodeOf } from '../judge/model/exit-code.ts';
import { predict } from '../judge/model/predict.ts';
import { signalName, signalNumber, type SignalName } from '../scenario/signals.ts';

/** `at`: after which op, -1 for the start. `fault`: whether it is the fault of the case where it is not so; else the case cannot be tried. */
export type Check = { at: number; must: string; fault: boolean } & (
  | { kind: 'STARTED' | 'RUNS' | 'LEFT' | 'NOTHING' | 'WORKS_IN' }
  | { kind: 'CODE'; codes: number[] }
  | { kind: 'NOTED'; slot: number; signal: number; min: number; max: number }
  | { kind: 'GONE' | 'DEAD' | 'ALIVE'; slot: number }
  | { kind: 'BLOCKED' | 'IGNORED'; signals: number[] }
  | { kind: 'CLOSED'; descriptor: number }
);

/** `last`: the op behind which nothing can be said any more, as the init has left. Why there are none: the form cannot look at what the property is about, or the model cannot tell. */
export type Checks = { ok: true; checks: Check[]; last: number } | { ok: false; why: string };

/** Of a property, without those that another one judges. */
type Watch = (points: readonly Checkpoint[], program: Program, contract: Contract) => Check[];

/** The checks of a property on a program. */
export function checksOf(program: Program, contract: Contract, property: string): Checks {
  const watch = WATCHES[property];
  if (watch === undefined) return { ok: false, why: `property ${property}: it takes measurements that this form does not make` };
  const { checkpoints, unsure } = predict(program, contract);
  const own = watch(checkpoints, program, contract);
  if (own.length > 0) return { ok: true, checks: [...needed(checkpoints, program, property), ...own], last: checkpoints.at(-1)?.op ?? -1 };
  return { ok: false, why: unsure === undefined ? `property ${property} does not apply to it` : `what must come of it is open: ${unsure}` };
}

/** What has to be so for a judgement at all: main is started, and the init has left where its code is looked at. */
function needed(points: readonly Checkpoint[], program: Program, property: string): Check[] {
  const starts = startFailure(program) === undefined && property !== 'survives';
  const last = leaves(points);
  const must = 'the init must have left';
  return [
    ...(starts ? [{ kind: 'STARTED', at: -1, fault: false, must: 'main must have been started' } as const] : []),
    ...(property === 'exit-code' && last !== undefined ? [{ kind: 'LEFT', at: last.op, fault: false, must } as const] : []),
  ];
}

const leaves = (points: readonly Checkpoint[]): Checkpoint | undefined => points.find(({ init }) => init === 'leaves');

const WATCHES: Readonly<Record<string, Watch>> = {
  survives: (points) => [
    { kind: 'STARTED', fault: true, at: points[0]?.op ?? -1, must: 'the init must start main' },
    ...points.flatMap(({ op, init }): Check[] =>
      init === 'leaves' ? [] : [{ kind: 'RUNS', fault: true, at: op, must: 'the init must be there as long as main' }],
    ),
  ],
  'leaves-promptly': (points) =>
    points.flatMap(({ op, init }): Check[] =>
      init === 'leaves' ? [{ kind: 'LEFT', fault: true, at: op, must: 'the init must leave when main has ended' }] : [],
    ),
  'exit-code'(points, _, contract) {
    const last = leaves(points);
    if (last === undefined || last.ends.length === 0) return [];
    const codes = [...new Set(last.ends.map((how) => exitCodeOf(how, contract)))];
    return [{ kind: 'CODE', fault: true, at: last.op, codes, must: `the init must exit with ${codes.join(' or ')}` }];
  },
  'reports-failed-exec'(points, program, contract) {
    const failure = startFailure(program);
    if (failure === undefined || failure.like === 'any' || points[0] === undefined) return [];
    // Codes differ by design: those that shells return are right everywhere (POSIX, Shell Command Language, 2.8.2).
    const codes = [...new Set([...contract.execFails[failure.like], ...PLAIN.execFails[failure.like]])];
    return [
      {
        kind: 'CODE',
        fault: true,
        at: points[0].op,
        codes,
        must: `the init must exit with ${codes.join(' or ')}, for a command that is ${failure.why}`,
      },
    ];
  },
  forwards: (points, program) => [...noted(points, program), ...effects(points, program)],
  'spares-others': (points, program) => [...noted(points, program), ...lives(points, program)],
  'reaps-orphans': (points, program) =>
    points.flatMap(({ op, states, init }): Check[] =>
      init !== 'running'
        ? []
        : states.flatMap((state, slot): Check[] =>
            (state & ANY_LIFE) === LIFE.gone && state & ADOPTED
              ? [{ kind: 'GONE', fault: true, at: op, slot, must: `${nameOf(program, slot)}, an orphan, must be reaped` }]
              : [],
          ),
    ),
  'hands-down': (_, { launch }, { child }) => [
    handed('BLOCKED', child.mask === 'empty' ? [] : (launch.blocked ?? []), 'blocked'),
    handed('IGNORED', child.ignored === 'inherited' ? (launch.ignored ?? []) : [], 'ignored'),
  ],
  'keeps-directory': (_, { launch }, contract) =>
    contract.directory === '/' && launch.directory !== undefined
      ? [{ kind: 'WORKS_IN', fault: true, at: -1, must: 'the init must work in /' }]
      : [],
  'closes-descriptors': (_, { launch }, contract) =>
    contract.descriptors === 'kept'
      ? []
      : (launch.open ?? []).map(
          (descriptor): Check => ({
            kind: 'CLOSED',
            fault: true,
            at: -1,
            descriptor,
            must: `the init must close descriptor ${descriptor}`,
          }),
        ),
  'stays-idle': () => [{ kind: 'NOTHING', fault: true, at: -1, must: 'the init must come to rest' }],
};

const handed = (kind: 'BLOCKED' | 'IGNORED', names: readonly SignalName[], word: string): Check => ({
  kind,
  fault: true,
  at: -1,
  signals: names.map(signalNumber),
  must: `main must start with ${names.length === 0 ? 'no signal' : names.join(', ')} ${word}`,
});

const nameOf = ({ processes }: Program, slot: number): string => {
  const { actor = '', copy = 0 } = processes[slot] ?? {};
  return processes.some((other) => other.actor === actor && other.copy > 0) ? `${actor} ${copy + 1}` : actor;
};

/** How often each signal has been noted in all by then; those that nobody sends as well, for those that note them. */
function noted(points: readonly Checkpoint[], program: Program): Check[] {
  const sums = new Map<string, { slot: number; signal: number; min: number; max: number }>();
  const checks: Check[] = [];
  for (const { op, ranges, init } of points) {
    for (const { slot, signal, min, max } of ranges) {
      const sum = sums.get(`${slot}/${signal}`) ?? { slot, signal, min: 0, max: 0 };
      sums.set(`${slot}/${signal}`, { ...sum, min: sum.min + min, max: sum.max + max });
    }
    // What was sent while main ended is judged by what came before.
    if (init === 'leaves') continue;
    for (const sum of sums.values()) {
      const times = sum.min === sum.max ? `${sum.min}` : `${sum.min} to ${sum.max}`;
      checks.push({
        kind: 'NOTED',
        fault: true,
        at: op,
        ...sum,
        must: `${nameOf(program, sum.slot)} must get ${signalName(sum.signal)} ${times} times`,
      });
    }
  }
  return checks;
}

/** Who must have ended by what the init sent. */
const effects = (points: readonly Checkpoint[], program: Program): Check[] =>
  points.flatMap(({ op, states, init }): Check[] => {
    const ended = states.flatMap((state, slot): Check[] =>
      state & BY_INIT && (state & LIFE.live) === 0 && slot !== 0
        ? [{ kind: 'DEAD', fault: true, at: op, slot, must: `${nameOf(program, slot)} must end by what the init forwards` }]
        : [],
    );
    const main: Check[] =
      init === 'leaves' && (states[0] ?? 0) & BY_INIT
        ? [{ kind: 'LEFT', fault: true, at: op, must: 'main must end by what the init forwards, and the init with it' }]
        : [];
    return [...ended, ...main];
  });

/** Who lives must go on to live. */
const lives = (points: readonly Checkpoint[], program: Program): Check[] =>
  points.flatMap(({ op, states, init }): Check[] =>
    init === 'leaves'
      ? []
      : states.flatMap((state, slot): Check[] =>
          (state & ANY_LIFE) === LIFE.live && (state & STOPPED) === 0
            ? [{ kind: 'ALIVE', fault: true, at: op, slot, must: `${nameOf(program, slot)} must live` }]
            : [],
        ),
  );
