/** What can be said about an image without running it: all lints. */
import { printable } from '../base/printable.ts';
import type { Finding } from './finding.ts';
import type { Lint, Linted } from './linted.ts';
import { COMMAND_LINTS } from './command-lints.ts';
import { PID1_LINTS } from './pid1-lints.ts';
import { serverOf } from './programs.ts';
import { baseName } from './shell.ts';
import { signalName } from './stop-signal.ts';
import type { Node } from './tree.ts';
import { mayWrite } from './users.ts';

const NEVER_HEARD: Readonly<Record<string, string>> = {
  SIGKILL: 'SIGKILL cannot be handled: nothing is stopped in order',
  SIGSTOP: 'SIGSTOP stops nothing for good',
  SIGCHLD: 'SIGCHLD tells an init of its own children, and is forwarded by none',
};

function stopSignal({ config: { stopSignal: text }, pid1 }: Linted): Finding[] {
  if (text === undefined) return [];
  const name = signalName(text);
  const wrong = name === undefined ? `${printable(text)} is no signal` : NEVER_HEARD[name];
  if (wrong !== undefined)
    return [
      { rule: 'stop-signal', level: 'error', said: `STOPSIGNAL: ${wrong}`, fix: 'leave it out, or set one that the program handles' },
    ];
  const isKnown = (pid1.runs ?? []).some(({ words }) => serverOf(words[0] ?? '') !== undefined);
  if (name === 'SIGTERM' || pid1.kind === 'other-init' || isKnown) return [];
  const said = `STOPSIGNAL is ${name}: an init forwards it as it is, and the program must end on it; no SIGTERM is sent`;
  return [{ rule: 'stop-signal-differs', level: 'note', said }];
}

function user({ config, who, pid1, tree }: Linted): Finding[] {
  if (pid1.kind === 'nothing') return [];
  if (who?.uid === 0)
    return [{ rule: 'runs-as-root', level: 'note', said: 'it runs as root', fix: 'set USER to one who owns nothing that is run' }];
  if (who !== undefined || tree === undefined) return [];
  return [{ rule: 'user-missing', level: 'error', said: `it is to run as the user ${printable(config.user)}, who does not exist in it` }];
}

const isSticky = ({ type, mode }: Node): boolean => type === 'directory' && (mode & 0o1000) !== 0;

/** root may write everything, so that this says something of others alone; what everybody may write is always said. */
function initWritable({ who, inits }: Linted): Finding[] {
  return inits.flatMap(({ path, nodes }) => {
    const everybody = nodes.some((node) => (node.mode & 0o002) !== 0 && !isSticky(node));
    const runs =
      who !== undefined && who.uid !== 0 && nodes.some((node) => mayWrite(who, node) && !(isSticky(node) && node.uid !== who.uid));
    if (!everybody && !runs) return [];
    const whom = everybody ? 'everybody' : 'the user that the container runs as';
    const said = `${whom} may replace ${printable(path)}`;
    return [{ rule: 'init-writable', level: 'error' as const, said, fix: 'give it and the folders above it to root, mode 0755', path }];
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
    const said = `${printable(path)} is a device: whoever may open it has the disk or the memory`;
    found.push({ rule: 'device-node', level: 'error', said, path });
    if (found.length === MOST_DEVICES) break;
  }
  return found;
}

function listedTwice({ tree }: Linted): Finding[] {
  return (tree?.doubled ?? []).map((path) => ({
    rule: 'listed-twice',
    level: 'note',
    said: `a layer has ${printable(path)} twice: the last one counts, and other tools may look at the first`,
    path,
  }));
}

function sharedRoot({ config }: Linted): Finding[] {
  if (config.sharesRoot !== true) return [];
  const said = 'its root is that of this machine: only what it runs is looked at, and no other init there';
  return [{ rule: 'shared-root', level: 'note', said }];
}

function notSeen({ tree }: Linted): Finding[] {
  return (tree?.unseen ?? []).map((path) => ({
    rule: 'not-seen',
    level: 'note',
    said: `${printable(path)} could not be looked at: what is there is not known`,
    path,
  }));
}

export const LINTS: readonly Lint[] = [
  ...PID1_LINTS,
  ...COMMAND_LINTS,
  stopSignal,
  user,
  initWritable,
  setUid,
  devices,
  listedTwice,
  sharedRoot,
  notSeen,
];
