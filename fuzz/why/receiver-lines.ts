/** Who would get the stop signal from PID 1, and what that makes of it. */
import { printable } from '../base/printable.ts';
import { isShell } from '../scan/shell.ts';
import type { Container } from './container.ts';
import type { Asked, Line } from './diagnosis.ts';
import { IN_WORDS, makesOf } from './makes.ts';
import type { Seen } from './proc.ts';

/** Children that are told of one by one; of more the count says enough. */
const MOST_CHILDREN = 5;

export function receiverLines(container: Container, asked: Asked): Line[] {
  const children = container.others.filter(({ parent, state }) => parent === container.init.pid && state !== 'Z');
  if (children.length === 0) return [];
  if (container.verified?.identity.kind === 'init') return ofInit(container, children, asked);
  const { init, argv } = container;
  const isOfShell = isShell(init.name) || isShell(argv[0] ?? '');
  const passes = isOfShell && !init.caught.includes(asked.stop) ? 'It passes no signal on. ' : '';
  return [{ grade: 'note', said: `${passes}${IF_PASSED(asked.stop)} ${told(children, asked)}.`, evidence: '/proc/PID/status' }];
}

const IF_PASSED = (stop: string): string => `What ${stop} does to its children:`;

const one = ({ name, pid }: Seen): string => `${printable(name)} (${pid})`;

function told(children: readonly Seen[], { stop }: Asked): string {
  const shown = children.slice(0, MOST_CHILDREN).map((child) => `${one(child)} ${IN_WORDS[makesOf(child, stop)]}`);
  return `${shown.join(', ')}${children.length > MOST_CHILDREN ? `, and ${children.length - MOST_CHILDREN} more` : ''}`;
}

/** Inits signal their eldest child, the command that they were given, or its whole group. */
function ofInit({ others, verified, argv, init }: Container, children: readonly Seen[], { stop }: Asked): Line[] {
  // Of two that were started in the same tick the lower PID is the elder, but where PIDs have come round.
  const main = [...children].sort((a, b) => b.ageMs - a.ageMs || a.pid - b.pid)[0];
  if (main === undefined) return [];
  const group = toGroup(verified?.identity.kind === 'init' ? verified.identity.init : '', argv);
  const rest = group ? others.filter((other) => other.group === main.group && other.pid !== main.pid && other.state !== 'Z') : [];
  const makes = makesOf(main, stop);
  const evidence = `/proc/${main.pid}/status`;
  const whom = rest.length === 0 ? '' : `, and to ${rest.length} more of its process group`;
  const said = `${stop} goes from it to ${one(main)}${whom}. ${printable(main.name)} ${IN_WORDS[makes]}`;
  if (makes === 'ignores' || makes === 'blocks')
    return [{ grade: 'warning', said: `${said}: a stop may do nothing.`, evidence, fix: `have ${printable(main.name)} handle ${stop}` }];
  const below = others.filter(({ parent, state }) => parent === main.pid && state !== 'Z');
  if (group || makes !== 'default' || below.length === 0 || !isShell(main.name)) return [{ grade: 'ok', said: `${said}.`, evidence }];
  // The shell ends, its init with it, and the kernel kills what is left in the namespace.
  return [
    {
      grade: 'warning',
      said: `${said}, and what it has started is killed without having got it: ${below.slice(0, MOST_CHILDREN).map(one).join(', ')}.`,
      evidence: `${evidence}; /proc/${init.pid}/cmdline`,
      fix: 'end the shell with exec "$@", or have the init signal the group (tini -g)',
    },
  ];
}

/** By the arguments before the command: tini and catatonit do with -g, dumb-init does but for -c. */
function toGroup(init: string, [, ...args]: readonly string[]): boolean {
  const end = args.findIndex((word) => word === '--' || !word.startsWith('-'));
  const options = args.slice(0, end < 0 ? args.length : end);
  const has = (letter: string, long: string): boolean =>
    options.some((word) => word === long || (/^-[a-z]+$/.test(word) && word.includes(letter)));
  return init === 'dumb-init' ? !has('c', '--single-child') : has('g', '--kill-process-group');
}
