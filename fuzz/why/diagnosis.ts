/** What is wrong with a container that is seen, and what is known to be all right: a line each, with its evidence and what to do. */
import { harmless, printable } from '../base/printable.ts';
import type { StoredCase } from '../cases/store.ts';
import type { SignalName } from '../scenario/signals.ts';
import type { Osv } from '../scan/osv.ts';
import type { Container } from './container.ts';
import { defectLinesOf } from './defect-lines.ts';
import { limitLines } from './limit-lines.ts';
import { receiverLines } from './receiver-lines.ts';
import { pendingLines, signalLines, stopLines } from './stop-lines.ts';
import { waitLines } from './wait-lines.ts';
import { zombieLines } from './zombie-lines.ts';

/** `fault`: it does harm now. `warning`: it can. `note`: neither. */
export type Grade = 'fault' | 'warning' | 'ok' | 'note';

export interface Line {
  grade: Grade;
  /** One sentence, harmless. */
  said: string;
  /** Where it was seen: a file of /proc or of a control group, and what it said. */
  evidence: string;
  /** What to do. */
  fix?: string;
}

export interface Asked {
  /** The signal that stops the container. */
  stop: SignalName;
  /** Seconds until it is killed; absent: not said. */
  grace?: number;
  osv: Osv;
  /** The corpus that comes with initproof. */
  cases: readonly StoredCase[];
}

/** In this order: what PID 1 is, whether a stop reaches it, who waits for zombies, what is near its limit, what is known of this build. */
const RULES: readonly ((container: Container, asked: Asked) => Line[])[] = [
  identityLines,
  stopLines,
  signalLines,
  pendingLines,
  receiverLines,
  zombieLines,
  waitLines,
  limitLines,
  defectLines,
];

/** All lines about a container, in the order of the rules. */
export const diagnose = (container: Container, asked: Asked): Line[] => RULES.flatMap((rule) => rule(container, asked)).map(told);

/** Names of processes, files and groups in it are strangers' words. */
export const told = ({ grade, said, evidence, fix }: Line): Line => ({
  grade,
  said: harmless(said),
  evidence: harmless(evidence),
  ...(fix === undefined ? {} : { fix: harmless(fix) }),
});

function identityLines({ init, argv, exe, verified, ours }: Container): Line[] {
  const words = printable(argv.join(' '));
  const evidence = `/proc/${init.pid}/exe: ${printable(exe)}`;
  const place: Line[] =
    init.inside === 1
      ? []
      : [
          {
            grade: 'note',
            said: `Process ${init.pid} is not PID 1 of a container${ours ? '' : `: there it is PID ${init.inside}`}. The kernel's rules for PID 1 do not apply to it.`,
            evidence: `/proc/${init.pid}/status: NSpid`,
          },
        ];
  if (verified?.identity.kind !== 'init')
    return [...place, { grade: 'note', said: `It is no init that initproof knows: ${words}.`, evidence }];
  const { verdict, accepted } = verified;
  const said = `It is ${printable(verdict.what)}: ${printable(verdict.why[0] ?? verdict.kind)}.`;
  return [...place, { grade: accepted ? 'ok' : 'warning', said, evidence }];
}

function defectLines({ init, exe, argv, verified }: Container, asked: Asked): Line[] {
  return defectLinesOf(verified, { place: `the bytes of /proc/${init.pid}/exe`, path: exe, argv }, asked);
}
