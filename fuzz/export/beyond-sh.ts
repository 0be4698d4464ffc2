/** What the shell's form does not express of a program: all that C's does not, and what a shell and util-linux cannot do. */
import type { Op, ProcessSpec } from '../compile/program.ts';
import { REACTION } from '../compile/program.ts';
import type { Launch } from '../scenario/scenario.ts';
import type { Limits, OpLimits } from './beyond.ts';
import { BEYOND_C, OPS_BEYOND_C } from './beyond-c.ts';
import { isShText } from './sh-text.ts';

const hasActors = ({ command = 'actor' }: Launch): boolean => command === 'actor';
/** What a shell needs more of than an actor. */
const SHELL_LIMITS = ['NOFILE', 'STACK'];

const launch: Limits['launch'] = {
  ...BEYOND_C.launch,
  args: ({ args = [] }) => (args.every(isShText) ? undefined : 'a shell’s words are text'),
  env: ({ env = {} }) =>
    Object.entries(env).every(([name, value]) => /^\w+$/.test(name) && isShText(value)) ? undefined : 'a variable that env(1) cannot set',
  blocked: (given) => (hasActors(given) ? 'a shell cannot take what it is started with from its signal mask' : undefined),
  pending: () => 'it is a race that a shell does not win',
  ignored: (given) =>
    hasActors(given) && (given.ignored ?? []).some((name) => name !== 'SIGCHLD')
      ? 'what a shell is started with ignored it cannot handle (POSIX, trap)'
      : BEYOND_C.launch.ignored?.(given),
  open: ({ open = [] }) => (open.some((fd) => fd > 9) ? 'descriptors of a shell have one digit' : undefined),
  limits: (given) =>
    hasActors(given) && Object.keys(given.limits ?? {}).some((name) => SHELL_LIMITS.includes(name))
      ? 'the limit holds for the shell as well'
      : BEYOND_C.launch.limits?.(given),
};

const later = ({ reactions }: ProcessSpec): boolean => reactions.includes(REACTION.exitLater);

const actors: Limits['actors'] = [
  ...BEYOND_C.actors,
  ['setuid', ({ setuid }) => setuid, 'a script cannot be set-uid'],
  ['group: own', ({ group, session }) => group === 'own' && session !== 'own', 'it takes setpgid(2)'],
  ['session: own', ({ slot, session }) => slot === 0 && session === 'own', 'it takes setsid(2) in a process that there is already'],
  ['on: {exit, after}', later, 'a shell would start sleep(1) for it'],
  [
    'waits: false',
    ({ slot, waits }, { processes }) => !waits && processes.some(({ parent }) => parent === slot),
    'a shell waits for its children when it likes',
  ],
];

export const OPS_BEYOND_SH = {
  ...OPS_BEYOND_C,
  setpgid: 'it takes setpgid(2)',
  setsid: 'it takes setsid(2) in a process that there is already',
  traceme: 'it takes ptrace(2)',
} as const satisfies OpLimits;

const REAL_TIME = 34;

/** Traps count signals that come one by one; of two that come at once, they tell one. */
const op: Limits['op'] = (step, program) => {
  if (step.op !== 'signal' || step.signal < REAL_TIME) return BEYOND_C.op(step, program);
  const alike = program.ops.filter((other) => other.op === 'signal' && other.signal === step.signal);
  return alike.length > 1 && program.ops.some(holdsBack)
    ? 'a trap tells many of a signal that come at once as one'
    : BEYOND_C.op(step, program);
};

const STOPS = [19, 20, 21, 22];
const holdsBack = (other: Op): boolean => other.op === 'freeze' || !other.settle || (other.op === 'signal' && STOPS.includes(other.signal));

export const BEYOND_SH: Limits = { launch, actors, steps: OPS_BEYOND_SH, op };
