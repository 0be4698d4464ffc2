/** What tests of the model share: predictions in a few words. */
import { compile } from '../../fuzz/compile/compile.ts';
import type { Program } from '../../fuzz/compile/program.ts';
import type { Contract } from '../../fuzz/judge/contract.ts';
import { ANY_LIFE, LIFE, STOPPED } from '../../fuzz/judge/life.ts';
import type { Checkpoint } from '../../fuzz/judge/model/checkpoint.ts';
import { predict } from '../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import type { Actor, Launch, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { signalName } from '../../fuzz/scenario/signals.ts';

export type Actors = Record<string, Actor>;

/** A program of these actors (`main` notes everything unless it is given) and steps. */
export function programOf(actors: Actors, steps: Step[], launch: Scenario['launch'] = {}): Program {
  return compile({ version: 1, launch, actors: { main: { on: { all: 'note' } }, ...actors }, steps });
}

/** What a sound init of the contract must show: one line for each settled op, the start left out. */
export function predicted(actors: Actors, steps: Step[], contract: Partial<Contract> = {}, launch: Launch = {}): string[] {
  const program = programOf(actors, steps, launch);
  const { checkpoints, unsure } = predict(program, { ...PLAIN, ...contract });
  const lines = checkpoints.slice(1).map((point) => words(point, program));
  return unsure === undefined ? lines : [...lines, `unsure: ${unsure}`];
}

/** The last line of it. */
export const finally_ = (...args: Parameters<typeof predicted>): string => predicted(...args).at(-1) ?? '';

const LIVES = ['unborn', 'live', 'zombie', 'gone'];
const nameOf = (program: Program, slot: number): string => {
  const { actor, copy, intermediate } = program.processes[slot] ?? { actor: '?', copy: 0, intermediate: false };
  return `${actor}${copy > 0 ? copy + 1 : ''}${intermediate ? '*' : ''}`;
};

function whyItLeaves({ killed, leftUpon, ends }: Checkpoint): string {
  if (leftUpon !== undefined) return `upon ${signalName(leftUpon.signal)} with ${leftUpon.codes.join(' or ')}`;
  return killed === undefined ? ends.join(' or ') : `killed by ${signalName(killed)}`;
}

function words(point: Checkpoint, program: Program): string {
  const lives = point.states.flatMap((state, slot) => {
    const life = state & ANY_LIFE;
    if (life === LIFE.unborn) return [];
    const names = LIVES.filter((_, bit) => life & (1 << bit)).join('/');
    return [`${nameOf(program, slot)} ${names}${state & STOPPED ? ' stopped' : ''}`];
  });
  const signals = [...point.ranges]
    .sort((a, b) => a.slot - b.slot || a.signal - b.signal)
    .map(({ slot, signal, sender, min, max }) => {
      const count = min === max ? `${min}` : `${min}..${max}`;
      return `${nameOf(program, slot)} ${signalName(signal)} from ${sender} ${count}`;
    });
  const init = point.init === 'running' ? [] : [point.init === 'leaves' ? `init leaves: ${whyItLeaves(point)}` : `init ${point.init}`];
  return [...(point.init === 'leaves' ? [] : lives), ...signals, ...init].join('; ');
}
