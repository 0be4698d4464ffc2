/**
 * The positive control of a night. An init of which nothing is wrong any more and one that is not run any more look alike: both show nothing.
 * So before anything is called fixed, a sound init must hold, a faulty one must be caught, and each target must start its command.
 */
import { realpath } from 'node:fs/promises';
import type { Examination } from '../campaign/examination.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import { findTarget } from '../campaign/find-target.ts';
import type { Lab } from '../campaign/lab.ts';
import { faultsOf } from '../judge/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** The command starts, and ends by itself. */
export const TRIVIAL: Scenario = { version: 1, launch: {}, actors: { main: {} }, steps: [] };
/** `docker stop`: the signal that is sent to PID 1 is for the command. */
export const STOP: Scenario = {
  version: 1,
  launch: {},
  actors: { main: { on: { all: 'note' } } },
  steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }],
};
const CAUGHT = 'forwards';

/** A run that a busy machine has spoilt is no answer: so many are tried. */
const TRIES = 3;

/**
 * The faulty init of the control is on each machine, whatever was built: the shell, which waits for its command and passes no signal on. It is
 * judged by the contract of the sound one.
 */
export async function controls(): Promise<{ sound: FoundTarget; faulty: FoundTarget }> {
  const found = await findTarget('sound');
  if (!found.ok) throw new Error(found.why);
  const sound = found.target;
  const binary = await realpath('/bin/sh');
  return {
    sound,
    faulty: { ...sound, name: 'sh', title: 'a shell that passes no signal on', binary, args: ['-c', '"$@"; exit $?', 'sh'] },
  };
}

/** `ours`: initproof is at fault; `machine`: it could not be tried. */
export type Control = { ok: true } | { ok: false; fault: 'ours' | 'machine'; why: string };

const PASSED: Control = { ok: true };

/** Whether what is sound holds, and what is faulty is caught. */
export async function checkTool(lab: Lab, { sound, faulty }: { sound: FoundTarget; faulty: FoundTarget }): Promise<Control> {
  for (const scenario of [TRIVIAL, STOP]) {
    const answer = await settled(lab, scenario, sound);
    if (answer.kind !== 'judged') return { ok: false, fault: 'machine', why: `the sound init could not be judged: ${answer.why}` };
    const [fault] = answer.signatures;
    if (fault !== undefined) return { ok: false, fault: 'ours', why: `the sound init is said to be at fault: ${fault}` };
  }
  const caught = await settled(lab, STOP, faulty);
  if (caught.kind !== 'judged') return { ok: false, fault: 'machine', why: `the faulty init could not be judged: ${caught.why}` };
  if (caught.signatures.some((signature) => signature.startsWith(`${CAUGHT}/`))) return PASSED;
  return { ok: false, fault: 'ours', why: 'a shell that passes no signal on was not caught' };
}

/**
 * Why nothing of the target can be called fixed; undefined where it does what it is for: the trivial scenario holds, and a stop shows no
 * more than is `known` of it.
 */
export async function checkTarget(lab: Lab, target: FoundTarget, known: readonly string[]): Promise<string | undefined> {
  const trivial = await settled(lab, TRIVIAL, target);
  if (trivial.kind !== 'judged') return `it could not be run: ${trivial.why}`;
  const [fault] = trivial.signatures;
  if (fault !== undefined) return `not even a command that ends by itself is run without a fault: ${fault}`;
  const stop = await settled(lab, STOP, target);
  if (stop.kind !== 'judged') return `it could not be stopped: ${stop.why}`;
  const odd = stop.signatures.find((signature) => !known.includes(signature));
  return odd === undefined ? undefined : `a stop shows what was not there before: ${odd}`;
}

type Settled = { kind: 'judged'; signatures: string[] } | { kind: 'not'; why: string };

/** Of the first run that could be judged, and in which something held. */
async function settled(lab: Lab, scenario: Scenario, target: FoundTarget): Promise<Settled> {
  let why = '';
  for (let n = 0; n < TRIES; n++) {
    const one = settledOf(await lab.examine(scenario, target, 'careful'));
    if (one.kind === 'judged') return one;
    why = one.why;
  }
  return { kind: 'not', why };
}

function settledOf(answer: Examination): Settled {
  if (answer.kind === 'failed') return { kind: 'not', why: answer.error.message };
  if (answer.kind === 'closed') return { kind: 'not', why: 'there was no time' };
  const { judgements, unexplained } = answer;
  const signatures = faultsOf(judgements).map(({ signature }) => signature);
  const [odd] = unexplained;
  if (signatures.length === 0 && odd !== undefined) return { kind: 'not', why: odd };
  if (signatures.length === 0 && !judgements.some(({ verdict }) => verdict.kind === 'holds' || verdict.kind === 'expected'))
    return { kind: 'not', why: 'nothing about it could be judged' };
  return { kind: 'judged', signatures };
}
