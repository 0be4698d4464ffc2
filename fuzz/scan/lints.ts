/** What can be said about an image without running it. A table: each lint looks at the whole and finds something, or nothing. */
import { printable } from '../supply/printable.ts';
import type { Verified } from '../supply/verify.ts';
import { SIGNALS } from '../scenario/signals.ts';
import type { ImageConfig } from './config.ts';
import type { Finding } from './finding.ts';
import { isInitName, type Pid1 } from './pid1.ts';
import { baseName } from './shell.ts';
import type { Node, Tree } from './tree.ts';
import { mayWrite, type Who } from './users.ts';

export interface FoundInit {
  path: string;
  /** Other names of the same file. */
  also: string[];
  verified: Verified;
  /** The path and every folder above it, for who may change them. */
  nodes: Node[];
}

export interface Linted {
  config: ImageConfig;
  pid1: Pid1;
  inits: readonly FoundInit[];
  who?: Who;
  tree?: Tree;
}

type Lint = (image: Linted) => Finding[];

export const LINTS: readonly Lint[] = [
  noCommand,
  commandMissing,
  noInit,
  shellForm,
  scriptWithoutExec,
  initNotPid1,
  initUnderInit,
  stopSignal,
  runsAsRoot,
  initWritable,
  setUid,
  devices,
  hostPids,
];

const shown = (argv: readonly string[]): string => printable(JSON.stringify(argv));
const first = ({ argv }: Pid1): string => printable(argv[0] ?? '');

function noCommand({ pid1 }: Linted): Finding[] {
  if (pid1.kind !== 'nothing') return [];
  return [{ rule: 'no-command', level: 'note', said: 'it has neither ENTRYPOINT nor CMD: what PID 1 will be is up to who runs it' }];
}

function commandMissing({ pid1 }: Linted): Finding[] {
  if (pid1.kind !== 'missing') return [];
  return [
    {
      rule: 'command-missing',
      level: 'error',
      said: `${first(pid1)}: ${printable(pid1.why ?? '')}`,
      ...(pid1.path === undefined ? {} : { path: pid1.path }),
    },
  ];
}

/** An init that is there already is the one to use. */
function available(inits: readonly FoundInit[]): string {
  const [one] = inits.filter(({ verified }) => verified.identity.kind === 'init');
  return one === undefined
    ? 'tini, dumb-init or catatonit, or run it with `docker run --init`'
    : `${printable(one.path)}, which is in the image`;
}

const startsInit = (words: readonly string[]): boolean => words.some((word) => isInitName(word));

function noInit({ config, pid1, inits }: Linted): Finding[] {
  if (pid1.kind !== 'program' || config.runtimeInit === true || startsInit(pid1.argv.slice(1))) return [];
  return [
    {
      rule: 'no-init',
      level: 'warning',
      said: `PID 1 is ${first(pid1)}: orphans stay zombies, and signals that it does not handle are lost, unless it does an init's work itself`,
      fix: `start it by ${available(inits)}`,
      ...(pid1.path === undefined ? {} : { path: pid1.path }),
    },
  ];
}

function shellForm({ config, pid1 }: Linted): Finding[] {
  if (pid1.kind !== 'shell' || config.runtimeInit === true || (pid1.execs ?? []).length > 0) return [];
  return [
    {
      rule: 'shell-form',
      level: 'warning',
      said: `PID 1 is ${shown(pid1.argv.slice(0, 2))}: SIGTERM ends at the shell, and the container is killed after its grace time`,
      fix: 'write ENTRYPOINT and CMD as JSON lists, or begin the text with exec',
    },
  ];
}

function scriptWithoutExec({ config, pid1 }: Linted): Finding[] {
  if (pid1.kind !== 'script' || config.runtimeInit === true || (pid1.execs ?? []).length > 0) return [];
  return [
    {
      rule: 'script-without-exec',
      level: 'warning',
      said: `${printable(pid1.path ?? '')} is a shell script without exec: it stays PID 1, and signals end at it`,
      fix: 'end it with exec "$@"',
      ...(pid1.path === undefined ? {} : { path: pid1.path }),
    },
  ];
}

/** Behind something that execs it, it becomes PID 1 after all. */
function initNotPid1({ config, pid1 }: Linted): Finding[] {
  if (config.runtimeInit === true || pid1.kind === 'init' || pid1.kind === 'nothing' || pid1.kind === 'missing') return [];
  const later = pid1.argv.slice(1).flatMap((word) => (pid1.kind === 'shell' ? word.split(/\s+/) : [word]));
  if (!startsInit(later) || (pid1.execs ?? []).length > 0) return [];
  return [
    {
      rule: 'init-not-pid-1',
      level: 'warning',
      said: `${later.filter(isInitName).map(printable)[0]} is started by ${first(pid1)}, and is not PID 1 unless that execs it: it gets neither signals nor orphans`,
      fix: 'put the init first in ENTRYPOINT',
    },
  ];
}

function initUnderInit({ config, pid1 }: Linted): Finding[] {
  const above = config.runtimeInit === true ? "the runtime's own init (--init)" : pid1.kind === 'init' ? first(pid1) : undefined;
  const below = config.runtimeInit === true ? pid1.argv : pid1.argv.slice(1);
  // Options of the upper one come first, then the command: an init further on is an argument.
  const command = below.find((word) => !word.startsWith('-'));
  const isInit = (command !== undefined && isInitName(command)) || (config.runtimeInit === true && pid1.kind === 'init');
  if (above === undefined || !isInit) return [];
  return [
    {
      rule: 'init-under-init',
      level: 'warning',
      said: `${printable(command ?? '')} runs under ${above}: it is not PID 1, and adopts no orphans unless it is told to (tini -s)`,
      fix: 'take one of them away',
    },
  ];
}

/** Names and numbers from 1 to 64, with or without SIG; SIGRTMIN+n as systemd has it. */
function signalName(text: string): string | undefined {
  if (/^\d{1,2}$/.test(text)) return SIGNALS[Number(text) - 1];
  const name = text.toUpperCase().startsWith('SIG') ? text.toUpperCase() : `SIG${text.toUpperCase()}`;
  if (/^SIGRTM(IN\+|AX-)\d{1,2}$/.test(name)) return name;
  return (SIGNALS as readonly string[]).find((one) => one === name);
}

function stopSignal({ config: { stopSignal: text }, pid1 }: Linted): Finding[] {
  if (text === undefined) return [];
  const name = signalName(text);
  const wrong = name === undefined ? `${printable(text)} is no signal` : NEVER_HEARD[name];
  if (wrong !== undefined)
    return [
      { rule: 'stop-signal', level: 'error', said: `STOPSIGNAL: ${wrong}`, fix: 'leave it out, or set a signal that the program handles' },
    ];
  if (name === 'SIGTERM' || pid1.kind === 'other-init') return [];
  return [
    {
      rule: 'stop-signal-differs',
      level: 'note',
      said: `STOPSIGNAL is ${name}: an init forwards it as it is, and the program must end upon it; SIGTERM from an orchestrator does not come`,
    },
  ];
}

const NEVER_HEARD: Readonly<Record<string, string>> = {
  SIGKILL: 'SIGKILL cannot be handled: nothing is stopped in order',
  SIGSTOP: 'SIGSTOP stops nothing for good',
  SIGCHLD: 'SIGCHLD tells an init of its own children, and is forwarded by none',
};

function runsAsRoot({ who, pid1 }: Linted): Finding[] {
  if (who?.uid !== 0 || pid1.kind === 'nothing') return [];
  return [{ rule: 'runs-as-root', level: 'note', said: 'it runs as root', fix: 'set USER to one who owns nothing that is run' }];
}

/** root may write everything, so that this says something of others alone; what everybody may write is always said. */
function initWritable({ who, inits }: Linted): Finding[] {
  return inits.flatMap(({ path, nodes }) => {
    const everybody = nodes.some(({ mode, type }) => (mode & 0o002) !== 0 && !(type === 'directory' && (mode & 0o1000) !== 0));
    const user =
      who !== undefined &&
      who.uid !== 0 &&
      nodes.some((node) => mayWrite(who, node) && !(node.type === 'directory' && (node.mode & 0o1000) !== 0));
    if (!everybody && !user) return [];
    const whom = everybody ? 'everybody' : 'the user that the container runs as';
    return [
      {
        rule: 'init-writable',
        level: 'error' as const,
        said: `${whom} may replace ${printable(path)}`,
        fix: 'give it and the folders above it to root, mode 0755',
        path,
      },
    ];
  });
}

function setUid({ inits }: Linted): Finding[] {
  return inits
    .filter(({ verified: { mode } }) => (mode & 0o6000) !== 0)
    .map(({ path, verified: { mode } }) => ({
      rule: 'set-uid-init',
      level: 'error',
      said: `${printable(path)} has mode ${mode.toString(8)}: whoever starts it gets its owner's rights for any command`,
      fix: `chmod 0755 ${baseName(printable(path))}`,
      path,
    }));
}

/** Devices that are named, of the many that there may be. */
const MOST_DEVICES = 5;

function devices({ tree }: Linted): Finding[] {
  const found: Finding[] = [];
  for (const { path, node } of tree?.files() ?? []) {
    if (node.type !== 'device' || path.startsWith('/dev/')) continue;
    found.push({
      rule: 'device-node',
      level: 'error',
      said: `${printable(path)} is a device: whoever may open it has the disk or the memory`,
      path,
    });
    if (found.length === MOST_DEVICES) break;
  }
  return found;
}

function hostPids({ config }: Linted): Finding[] {
  return config.hostPids === true
    ? [
        {
          rule: 'host-pids',
          level: 'warning',
          said: "it shares the PIDs of the host: the host's own init is PID 1, and adopts its orphans",
        },
      ]
    : [];
}
