/** A step of each kind, upon the actor `a` where it is upon one, and from `b` where somebody sends: for tests that walk all kinds. */
import type { Launch, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import type { StepKind } from '../../fuzz/scenario/steps.ts';

interface Sample {
  step: Step;
  /** What it needs. */
  launch?: Launch;
  before?: Step[];
}

const terminal: Launch = { terminal: 'controlling' };

export const SAMPLES: Record<StepKind, Sample> = {
  exit: { step: { exit: { actor: 'a', code: 3 } } },
  die: { step: { die: { actor: 'a', signal: 'SIGSEGV', core: false } } },
  signal: { step: { signal: { signal: 'SIGHUP', to: { group: 'a' }, from: 'b' } } },
  queue: { step: { queue: { signal: 'SIGRTMIN', to: 'a', from: 'b', value: 9 } } },
  storm: { step: { storm: { actor: 'a', orphans: 10 } } },
  fork: { step: { fork: 'a' } },
  stop: { step: { stop: 'a' } },
  continue: { step: { continue: 'a' } },
  type: { step: { type: 'x' }, launch: terminal },
  hangUp: { step: { hangUp: 'terminal' }, launch: terminal },
  resize: { step: { resize: { rows: 1, columns: 2 } }, launch: terminal },
  freeze: { step: { freeze: 'init' } },
  thaw: { step: { thaw: 'init' }, before: [{ freeze: 'init' }] },
  orphan: { step: { orphan: 'init' }, launch: { as: 'subreaper' } },
  wait: { step: { wait: '40ms' } },
  together: { step: { together: [{ signal: { signal: 'SIGHUP', to: 'a' } }, { exit: { actor: 'a', code: 3 } }] } },
  setpgid: { step: { setpgid: 'a' } },
  setsid: { step: { setsid: 'a' } },
  exec: { step: { exec: 'a' } },
  traceme: { step: { traceme: 'a' } },
  foreground: { step: { foreground: 'a' }, launch: terminal },
  read: { step: { read: 'a' }, launch: terminal },
  write: { step: { write: 'a' }, launch: terminal },
  at: {
    step: { at: { call: 'wait4', do: [{ die: { actor: 'a', signal: 'SIGTERM' } }] } },
    before: [{ signal: { signal: 'SIGHUP', to: 'init' } }],
  },
};

export const ALL_KINDS = Object.keys(SAMPLES) as StepKind[];

/** A scenario without problems in which the sample of this kind is the last step; for `fork`, the first. */
export function scenarioWith(kind: StepKind): Scenario {
  const { step, launch = {}, before = [] } = SAMPLES[kind];
  const actors = { main: {}, a: { parent: 'main' }, b: { parent: 'a' } };
  const forks: Step[] = [{ fork: 'a' }, { fork: 'b' }];
  const scenario: Scenario = { version: 1, launch, actors, steps: kind === 'fork' ? forks : [...forks, ...before, step] };
  return structuredClone(scenario);
}
