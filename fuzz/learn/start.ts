/** In which state an init starts its child. */
import type { Contract, DescriptorChange, SignalChange } from '../judge/contract.ts';
import { environmentChange } from '../judge/environment.ts';
import { asSeen } from '../judge/open-contract.ts';
import { OF_LIBRARY, PLAIN } from '../judge/plain-contract.ts';
import { type Launch, LIMIT_NAMES, type LimitName } from '../scenario/scenario.ts';
import { type SignalName, signalName } from '../scenario/signals.ts';
import { environmentOf, type Setting, type Started } from '../compile/setting.ts';
import type { StartState, Trace } from '../trace/trace.ts';
import { NOTES, type Runner, scenarioOf } from './runner.ts';

export type Start = Pick<Contract, 'child' | 'directory' | 'descriptors'>;

/** One of each kind, so that it shows what is taken over and what is not. */
const LAUNCH = {
  blocked: ['SIGUSR1', 'SIGRTMIN+5'],
  ignored: ['SIGHUP', 'SIGUSR2', 'SIGVTALRM', 'SIGRTMIN+6'],
  open: [3, 9],
  directory: 'own',
} as const satisfies Record<string, unknown>;

/** Undefined where no run came of it, or its child did not start. */
export async function learnStart(run: Runner, setting: Setting = {}): Promise<Start | undefined> {
  const launch: Launch = { ...LAUNCH, blocked: [...LAUNCH.blocked], ignored: [...LAUNCH.ignored], open: [...LAUNCH.open] };
  const [plain, onTerminal] = await Promise.all([
    run(scenarioOf(launch, { main: NOTES })),
    run(scenarioOf({ terminal: 'controlling' }, { main: NOTES })),
  ]);
  if (plain?.start === undefined || onTerminal?.start === undefined) return undefined;
  const { group, session, terminal } = asSeen(PLAIN, onTerminal).child;
  return {
    child: {
      group,
      session,
      terminal,
      mask: maskOf(plain.start.blocked.map(signalName)),
      ignored: ignoredOf([plain.start.ignored, onTerminal.start.ignored].map((numbers) => numbers.map(signalName))),
      raises: plain.start.raisedLimits.filter(isLimit),
      ...changesIn(plain.start, { launch, setting }),
    },
    directory: plain.init.directory === '/' ? '/' : 'inherited',
    descriptors: keepsSome(plain) ? 'kept' : 'closed',
  };
}

/** What it changes beside signals: of environment, user, directory, mask and descriptors. */
function changesIn(
  start: StartState,
  started: Started,
): Pick<Contract['child'], 'environment' | 'user' | 'directory' | 'umask' | 'descriptors'> {
  const environment = environmentChange(environmentOf(started), start.env);
  const descriptors = descriptorChange(start.descriptors);
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(start.user === 0 ? {} : { user: start.user }),
    ...(start.directory === OWN || start.directory === '' ? {} : { directory: start.directory }),
    ...(start.umask === UMASK ? {} : { umask: start.umask }),
    ...(descriptors === undefined ? {} : { descriptors }),
  };
}

/** What it was started with: the directory that `own` is, and the mask that all have (fuzz/scenario/README.md). */
const OWN = '/initproof/own';
const UMASK = 0o022;

function descriptorChange(files: ReadonlyMap<number, string>): DescriptorChange | undefined {
  const own = [...files].filter(([, file]) => file === 'other').length;
  const closes = !LAUNCH.open.some((number) => files.get(number) === 'extra');
  if (own === 0 && !closes) return undefined;
  return { ...(own === 0 ? {} : { adds: own }), ...(closes ? { removes: 'others' as const } : {}) };
}

const isLimit = (name: string): name is LimitName => (LIMIT_NAMES as readonly string[]).includes(name);

const keepsSome = ({ init: { kept } }: Trace): boolean => LAUNCH.open.some((number) => kept.includes(number));

function maskOf(blocked: readonly SignalName[]): Contract['child']['mask'] {
  const own = blocked.filter(isItsOwn);
  return own.length === 0 ? 'empty' : changeOf(LAUNCH.blocked, own);
}

/** `unasked`: what its child ignores where nothing was ignored. That an init ignores one of those that were shows there alone. */
function ignoredOf([ignored = [], unasked = []]: readonly SignalName[][]): Contract['child']['ignored'] {
  const own = ignored.filter(isItsOwn);
  const hidden = unasked.filter((signal) => (LAUNCH.ignored as readonly SignalName[]).includes(signal));
  const adds = own.some((signal) => !(LAUNCH.ignored as readonly SignalName[]).includes(signal));
  const keeps = STANDARD.some((signal) => own.includes(signal) && !hidden.includes(signal));
  const before = LAUNCH.ignored.filter((signal) => !hidden.includes(signal));
  return adds || keeps || hidden.length > 0 ? changeOf(before, own) : 'reset';
}

/** One that sets those to default sets all of them so. */
const STANDARD = LAUNCH.ignored.filter((signal) => !signal.startsWith('SIGRT'));

/** Whether an init can promise something of it: not of the C library's own. */
const isItsOwn = (signal: SignalName): boolean => !(OF_LIBRARY as readonly SignalName[]).includes(signal);

function changeOf(before: readonly SignalName[], after: readonly SignalName[]): 'inherited' | SignalChange {
  const adds = after.filter((signal) => !before.includes(signal));
  const removes = before.filter((signal) => !after.includes(signal));
  if (adds.length + removes.length === 0) return 'inherited';
  return { ...(adds.length === 0 ? {} : { adds }), ...(removes.length === 0 ? {} : { removes }) };
}
