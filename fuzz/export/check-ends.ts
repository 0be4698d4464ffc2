/** Checks of how the init and those who are left to it end. */
import { signalName } from '../scenario/signals.ts';
import { startFailure } from '../compile/program.ts';
import { PLAIN } from '../judge/plain-contract.ts';
import { ADOPTED, ANY_LIFE, LIFE } from '../judge/life.ts';
import { exitCodeOf } from '../judge/model/exit-code.ts';
import { type Check, leaves, nameOf, type Watch } from './check.ts';

export const survives: Watch = (points) => [
  { kind: 'STARTED', fault: true, at: points[0]?.op ?? -1, must: 'the init must start main' },
  ...points.flatMap(({ op, init }): Check[] =>
    init === 'leaves' ? [] : [{ kind: 'RUNS', fault: true, at: op, must: 'the init must be there as long as main' }],
  ),
];

export const leavesPromptly: Watch = (points) =>
  points.flatMap(({ op, init, leftUpon }): Check[] =>
    init === 'leaves'
      ? [
          {
            kind: 'LEFT',
            fault: true,
            at: op,
            must:
              leftUpon === undefined
                ? 'the init must leave when main has ended'
                : `the init must leave upon ${signalName(leftUpon.signal)}`,
          },
        ]
      : [],
  );

export const exitsWith: Watch = (points, _, contract) => {
  const last = leaves(points);
  const codes = [...new Set(last?.leftUpon?.codes ?? last?.ends.map((how) => exitCodeOf(how, contract)) ?? [])];
  if (last === undefined || codes.length === 0) return [];
  return [{ kind: 'CODE', fault: true, at: last.op, codes, must: `the init must exit with ${codes.join(' or ')}` }];
};

export const reportsFailedExec: Watch = (points, program, contract) => {
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
      must: `the init must exit with ${codes.join(' or ')}, for a command that cannot be started (${failure.why})`,
    },
  ];
};

export const reapsOrphans: Watch = (points, program) =>
  points.flatMap(({ op, states, init }): Check[] =>
    init !== 'running'
      ? []
      : states.flatMap((state, slot): Check[] =>
          (state & ANY_LIFE) === LIFE.gone && state & ADOPTED
            ? [{ kind: 'GONE', fault: true, at: op, slot, must: `${nameOf(program, slot)}, an orphan, must be reaped` }]
            : [],
        ),
  );
