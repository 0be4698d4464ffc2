/** What is dangerous about what an init does, in the words of whoever runs containers. */
import type { SignalName } from '../scenario/signals.ts';
import type { Contract } from '../judge/contract.ts';
import type { BadCommand } from './failures.ts';
import type { Learnt } from './learn.ts';

/** Fields of a contract at which something is to be said. */
export type Remarkable =
  | 'becomes'
  | 'forwards'
  | 'rewrites'
  | 'parting'
  | 'leaves'
  | 'execFails'
  | 'mask'
  | 'ignored'
  | 'raises'
  | 'environment'
  | 'directory'
  | 'descriptors'
  | 'wakeUps';

/** By field, a sentence each. */
export type Remarks = Partial<Record<Remarkable, string[]>>;

/** Those that people send to containers, and what becomes of them where the init keeps them back. */
const SENT: Partial<Record<SignalName, string>> = {
  SIGTERM: '`docker stop` and Kubernetes wait for their grace period, and then kill',
  SIGINT: 'Ctrl-C does nothing',
  SIGHUP: 'the command is not asked to read its configuration again',
  SIGQUIT: '`STOPSIGNAL SIGQUIT`, as nginx has it, does nothing',
  SIGUSR1: 'the command does not get what is sent to the container',
  SIGUSR2: 'the command does not get what is sent to the container',
  SIGWINCH: 'the command does not learn that its terminal has another size',
};

const SAID: Record<Remarkable, (learnt: Learnt) => string[]> = {
  becomes: ({ contract: { becomes } }) =>
    becomes === undefined
      ? []
      : [
          'PID 1 is the command itself. The kernel drops each signal that it has no handler for, SIGTERM too, and nobody else reaps orphans.',
        ],
  forwards: ({ forwarding: { forwards, ends, unasked } }) => [
    ...Object.entries(SENT).flatMap(([signal, so = '']) => kept(signal as SignalName, so, forwards, ends)),
    ...(unasked.length === 0 ? [] : [`Nobody can say of ${unasked.join(', ')}: it ended too often.`]),
  ],
  rewrites: ({ forwarding: { rewrites } }) =>
    Object.entries(rewrites).map(([signal, as]) => `The command gets ${as} where ${signal} was sent.`),
  parting: ({ contract: { parting = 'none' }, signalsOthers }) => [
    ...sayParting(parting),
    ...(signalsOthers && typeof parting === 'string' ? ['So do processes of other groups.'] : []),
  ],
  leaves: ({ contract: { leaves } }) =>
    leaves === 'when-empty'
      ? ['It stays until no process is left: a daemon that the command leaves behind keeps the container alive.']
      : [],
  execFails: ({ failures, contract: { becomes } }) =>
    Object.entries(failures).flatMap(([command, end]) =>
      // Who becomes the command needs no room for one more process.
      becomes !== undefined && command === 'no-process-left' ? [] : failed(command as BadCommand, end),
    ),
  mask: () => ['The command starts with other signals blocked than the container was started with.'],
  ignored: ({ contract: { child } }) => {
    const adds = typeof child?.ignored === 'object' ? (child.ignored.adds ?? []) : [];
    return adds.length === 0
      ? ['The command starts with signals at their default that were ignored: nohup(1) relies on it that they stay so.']
      : [`The command starts with ${adds.join(', ')} ignored, and so do all that it starts.`];
  },
  environment: ({ contract: { child } }) => [
    ...(child?.environment?.removes ?? []).map((name) => `The command does not get ${name}.`),
    ...(child?.environment?.changes ?? []).map((name) => `The command gets another value of ${name} than the container was started with.`),
  ],
  directory: ({ contract: { child } }) => [`The command runs in ${child?.directory ?? '/'}, whatever \`WORKDIR\` says.`],
  descriptors: ({ contract: { child } }) =>
    child?.descriptors?.adds === undefined ? [] : ['A file of the init is open in the command, and in all that it starts.'],
  raises: () => ['The command starts with a higher limit than the container was started with.'],
  wakeUps: ({ contract: { wakeUps = 0 } }) =>
    wakeUps === 0 ? [] : [`It wakes up ${wakeUps === 1 ? 'once' : `${wakeUps} times`} a second while nothing happens.`],
};

function sayParting(parting: Contract['parting']): string[] {
  if (parting === 'none') return [];
  if (typeof parting === 'string')
    return [`When the command has ended, the rest of its group gets ${parting}, and is killed at once after that.`];
  const { signal, grace } = parting;
  const then = grace === undefined ? 'is killed at once after that' : 'is waited for: the grace is four fifths of what was measured';
  return [`When the command has ended, everybody gets ${signal}, and ${then}.`];
}

function kept(signal: SignalName, so: string, forwards: readonly SignalName[], ends: Learnt['forwarding']['ends']): string[] {
  if (forwards.includes(signal)) return [];
  if (signal in ends) return [`${signal} ends the init at once, and the kernel kills the command.`];
  return [`${signal} is not forwarded: ${so}.`];
}

function failed(command: BadCommand, end: Learnt['failures'][BadCommand]): string[] {
  if (end === undefined) return [`It does not end where the command cannot be started (${command}).`];
  if (end.how === 'signalled') return [`It dies of a signal where the command cannot be started (${command}).`];
  return end.code === 0 ? [`It reports success where the command cannot be started (${command}).`] : [];
}

export function remarksOn(learnt: Learnt): Remarks {
  const fields = Object.keys(SAID) as Remarkable[];
  const said = fields.map((field) => [field, isStated(learnt, field) ? SAID[field](learnt) : []] as const);
  return Object.fromEntries(said.filter(([, sentences]) => sentences.length > 0));
}

function isStated({ contract: { child = {} } }: Learnt, field: Remarkable): boolean {
  return isOfChild(field) ? child[field] !== undefined : true;
}

type OfChild = Remarkable & keyof Contract['child'];
const OF_CHILD: Record<OfChild, true> = { mask: true, ignored: true, raises: true, environment: true, directory: true, descriptors: true };
const isOfChild = (field: Remarkable): field is OfChild => field in OF_CHILD;
