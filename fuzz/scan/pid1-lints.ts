/** Lints of what PID 1 will be. Each is told only where the words leave no doubt: a variable in a script, and nothing is said. */
import { printable } from '../base/printable.ts';
import { isInitName } from './chain.ts';
import { appOf } from './command-lints.ts';
import type { Finding } from './finding.ts';
import type { FoundInit, Lint, Linted } from './linted.ts';
import { becomes, isAnyInit, isUnseenScript, type Pid1 } from './pid1.ts';
import { SHELL_LINTS } from './shell-lints.ts';

const first = ({ argv }: Pid1): string => printable(argv[0] ?? '');
const at = ({ path }: Pid1): Pick<Finding, 'path'> => (path === undefined ? {} : { path });

/** The runtime's own init is above all of it. */
const under = ({ config }: Linted): boolean => config.runtimeInit === true;

function noCommand({ config, pid1 }: Linted): Finding[] {
  if (pid1.kind !== 'nothing') return [];
  const said =
    config.unsaid === true
      ? 'a root file system does not say what will run in it: --inspect FILE does'
      : 'it has neither ENTRYPOINT nor CMD: what PID 1 will be depends on the command given to `docker run`';
  return [{ rule: 'no-command', level: 'note', said }];
}

function commandMissing({ pid1 }: Linted): Finding[] {
  if (pid1.kind !== 'missing') return [];
  return [{ rule: 'command-missing', level: 'error', said: `${first(pid1)}: ${printable(pid1.why ?? '')}`, ...at(pid1) }];
}

/** An init that is there already is the one to use. */
function available(inits: readonly FoundInit[]): string {
  const [one] = inits.filter(({ verified }) => verified.identity.kind === 'init');
  return one === undefined
    ? 'tini, dumb-init or catatonit, or run it with `docker run --init`'
    : `${printable(one.path)}, which is in the image`;
}

/** What is no init and will be PID 1, by itself or by exec; `undefined` where an init will, or nobody can tell. */
function plainPid1(image: Linted): string | undefined {
  const { pid1 } = image;
  if (under(image) || pid1.argv.slice(1).some(isInitName)) return undefined;
  if (pid1.kind === 'program') return isUnseenScript(pid1) ? undefined : first(pid1);
  const commands = pid1.kind === 'script' || pid1.kind === 'shell' ? becomes(pid1) : undefined;
  if (commands === undefined || commands.length === 0 || commands.some((words) => words.some(isAnyInit))) return undefined;
  return `${printable(commands.at(-1)?.[0] ?? '')}, by exec,`;
}

function noInit(image: Linted): Finding[] {
  const plain = plainPid1(image);
  if (plain === undefined) return [];
  return [
    {
      rule: 'no-init',
      level: 'warning',
      said: `PID 1 is ${plain}: orphans stay zombies, and signals that it does not handle are lost, unless it does an init's work itself`,
      fix: `start it by ${available(image.inits)}`,
      show: appOf(image),
      ...at(image.pid1),
    },
  ];
}

/** Behind something that execs it, it becomes PID 1 after all. */
function initNotPid1(image: Linted): Finding[] {
  const { pid1 } = image;
  if (under(image) || ['init', 'nothing', 'missing'].includes(pid1.kind) || (pid1.script?.execs ?? []).length > 0) return [];
  const later = pid1.argv.slice(1).flatMap((word) => (pid1.kind === 'shell' ? word.split(/\s+/) : [word]));
  const init = later.find(isInitName);
  // A wrapper that is called with an init execs it, as gosu does, or does not: only of a shell it is known.
  if (init === undefined || (pid1.kind === 'program' && EXECS.test(first(pid1)))) return [];
  return [
    {
      rule: 'init-not-pid-1',
      level: 'warning',
      said: `${printable(init)} is started by ${first(pid1)}, and is not PID 1 unless that execs it: it gets neither signals nor orphans`,
      fix: 'put the init first in ENTRYPOINT',
      ...at(pid1),
    },
  ];
}

/** Programs that exec the command that they are given. */
const EXECS = /(?:^|\/)(?:gosu|su-exec|setpriv|env|nice|nohup|chroot|setarch|taskset|ionice|prlimit|capsh|stdbuf)$/;

function initUnderInit(image: Linted): Finding[] {
  const { pid1 } = image;
  const above = under(image) ? "the runtime's own init (--init)" : pid1.kind === 'init' ? first(pid1) : undefined;
  if (above === undefined) return [];
  // Options of the upper one come first, then the command: an init further on is an argument.
  const command = under(image) ? pid1.argv[0] : pid1.argv.slice(1).find((word) => !word.startsWith('-'));
  if (command === undefined || !(isInitName(command) || (under(image) && pid1.kind === 'init'))) return [];
  return [
    {
      rule: 'init-under-init',
      level: 'warning',
      said: `${printable(command)} runs under ${above}: it is not PID 1, and adopts no orphans unless it is told to (tini -s)`,
      fix: 'take one of them away',
    },
  ];
}

function hostPids({ config }: Linted): Finding[] {
  if (config.hostPids !== true) return [];
  const said = "it shares the PIDs of the host: the host's own init is PID 1, and adopts its orphans";
  return [{ rule: 'host-pids', level: 'warning', said }];
}

function notPid1({ config: { notPid1: pid }, pid1 }: Linted): Finding[] {
  if (pid === undefined) return [];
  const said = `${first(pid1)} is PID ${pid} in its namespace, and not PID 1: it gets no orphans unless it is a subreaper`;
  return [{ rule: 'init-not-pid-1', level: 'warning', said }];
}

export const PID1_LINTS: readonly Lint[] = [
  noCommand,
  commandMissing,
  noInit,
  ...SHELL_LINTS,
  initNotPid1,
  initUnderInit,
  notPid1,
  hostPids,
];
