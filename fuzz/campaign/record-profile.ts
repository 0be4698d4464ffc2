/** Records what inits do under the scenarios of a seed: a profile. */
import { release } from 'node:os';
import { digestOf } from '../cases/digest.ts';
import { GENERATOR_VERSION } from '../generate/seeds.ts';
import { Guide, type Next } from '../guide/guide.ts';
import { placedIn } from '../guide/placing.ts';
import { actsOf } from '../profile/acts.ts';
import { PHASES, type Phase } from '../profile/classes.ts';
import type { Profile } from '../profile/profile.ts';
import { Stimuli } from '../profile/stimuli.ts';
import type { Trace } from '../trace/trace.ts';
import type { FoundTarget } from './find-target.ts';
import { keepInFlight } from './in-flight.ts';
import type { Lab } from './lab.ts';

/** Under way for each executor: no executor waits for Node. */
const PER_EXECUTOR = 8;

export interface RecordOptions {
  /** What it is a profile of, for people. */
  init: string;
  targets: readonly FoundTarget[];
  seed: number;
  /** Scenarios for each target. */
  runs: number;
  /** Percentage of them in which the init is held at a system call. */
  placements: number;
  signal: AbortSignal;
  progress(done: number, of: number): void;
}

/** `seen`: by phase and act, in how many scenarios. `unrecorded`: scenarios in which nothing can be recorded, or the harness failed. */
export interface Recorded {
  profile: Profile;
  seen: Map<string, number>;
  unrecorded: number;
  /** Scenarios whose record was tampered with: a profile of such an init would vouch for it. */
  tampered: number;
}

type Drawn = Pick<RecordOptions, 'seed' | 'runs' | 'placements'>;

/** The scenarios of a seed, as a campaign has them; drawn one by one, since a night has millions. */
function* scenariosOf({ seed, runs, placements }: Drawn): Generator<Next & { index: number }> {
  const guide = new Guide({ seed, placements, guided: 0 });
  for (let index = 0; index < runs; index++) yield { ...guide.next(index), index };
}

/** What is tried by a campaign with this seed; what happens while the init is held, at calls that only a run shows, is not in it. */
export function stimuliOf(drawn: Drawn): string[] {
  const stimuli = new Stimuli();
  for (const { scenario, held } of scenariosOf(drawn)) stimuli.add(scenario, held);
  return stimuli.lines();
}

/** Records; the lab has the targets. Undefined where it was interrupted: half a profile would call the rest of an honest init strange. */
export async function recordProfile(lab: Lab, options: RecordOptions): Promise<Recorded | undefined> {
  const { targets, seed, runs, signal } = options;
  const seen = new Map<string, number>();
  const { unrecorded, tampered } = await runAll(lab, options, seen);
  if (signal.aborted) return undefined;
  const profile: Profile = {
    profile: 1,
    init: options.init,
    binaries: await binariesOf(targets),
    recorded: { seed, generator: GENERATOR_VERSION, scenarios: runs, kernel: release(), date: new Date().toISOString().slice(0, 10) },
    stimuli: stimuliOf(options),
    phases: { start: actsIn('start', seen), child: actsIn('child', seen), supervising: actsIn('supervising', seen) },
  };
  return { profile, seen, unrecorded, tampered };
}

/** Each once, whatever it is called with. */
async function binariesOf(targets: readonly FoundTarget[]): Promise<Profile['binaries']> {
  const byDigest = new Map<string, string>();
  for (const { title, version, binary } of targets) {
    const digest = await digestOf(binary);
    if (!byDigest.has(digest)) byDigest.set(digest, version === undefined ? title : `${title} ${version}`);
  }
  return [...byDigest].map(([sha256, title]) => ({ title, sha256 }));
}

const keyOf = (phase: Phase, act: string): string => `${phase} ${act}`;
const actsIn = (phase: Phase, seen: ReadonlyMap<string, number>): string[] =>
  [...seen.keys()].flatMap((key) => (key.startsWith(`${phase} `) ? key.slice(phase.length + 1) : [])).sort();

interface Item extends Next {
  target: FoundTarget;
  index: number;
}

function* itemsOf({ targets, ...drawn }: RecordOptions): Generator<Item, undefined> {
  for (const target of targets) for (const next of scenariosOf(drawn)) yield { target, ...next };
}

async function runAll(lab: Lab, options: RecordOptions, seen: Map<string, number>): Promise<Pick<Recorded, 'unrecorded' | 'tampered'>> {
  const queue = itemsOf(options);
  const all = options.targets.length * options.runs;
  let done = 0;
  let unrecorded = 0;
  let tampered = 0;
  const run = async (item: Item): Promise<void> => {
    const acts = await actsUnder(lab, item, options.seed);
    if (acts === 'tampered') tampered++;
    else if (acts === 'unrecorded') unrecorded++;
    else for (const act of acts) seen.set(act, (seen.get(act) ?? 0) + 1);
    options.progress(++done, all);
  };
  const next = () => (options.signal.aborted ? undefined : queue.next().value);
  await keepInFlight({ next, limit: () => lab.jobs * PER_EXECUTOR, run });
  return { unrecorded, tampered };
}

type Acts = Set<string> | 'unrecorded' | 'tampered';

/** `unrecorded` where nothing can be recorded: the init is not PID 1, or the harness failed. */
async function actsUnder(lab: Lab, { scenario, target, held, index }: Item, seed: number): Promise<Acts> {
  if (scenario.launch.as === 'subreaper') return 'unrecorded';
  const recorded = await lab.examine(scenario, target, 'recorded');
  if (recorded.kind !== 'examined') return 'unrecorded';
  const placed = held === true ? placedIn(seed, index, scenario, recorded) : undefined;
  const again = placed === undefined ? recorded : await lab.examine(placed, target, 'recorded');
  if (again.kind !== 'examined') return 'unrecorded';
  return both(recordedIn(recorded.trace), recordedIn(again.trace));
}

/** Tampering counts most, then what could not be recorded. */
function both(one: Acts, other: Acts): Acts {
  if (one === 'tampered' || other === 'tampered') return 'tampered';
  return one === 'unrecorded' || other === 'unrecorded' ? 'unrecorded' : new Set([...one, ...other]);
}

function recordedIn(trace: Trace): Acts {
  if (trace.tampered !== undefined) return 'tampered';
  if (!trace.events.some(({ kind }) => kind === 'call')) return 'unrecorded';
  return new Set(actsOf(trace).map(({ phase, act }) => keyOf(phase, act)));
}

/** Every act that was seen, by phase, with the number of scenarios. */
export const tallyLines = ({ profile, seen }: Recorded): string[] =>
  PHASES.flatMap((phase) =>
    profile.phases[phase].map((act) => `  ${phase.padEnd(12)} ${act.padEnd(40)} ${seen.get(keyOf(phase, act)) ?? 0}`),
  );
