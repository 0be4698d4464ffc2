/** What a program is, in one sentence for people, and what to do about it. */
import { ended } from '../judge/happened.ts';
import type { WaitStatus } from '../trace/trace.ts';
import type { Kind } from './kind.ts';

type Of<K extends Kind['kind']> = Extract<Kind, { kind: K }>;

const SAID: { [K in Kind['kind']]: (kind: Of<K>) => string } = {
  init: () => 'starts the command as its child: it is an init',
  command: () =>
    'starts the command by exec and becomes it: PID 1 is the command itself, and there is no init. Nobody reaps orphans unless the command does, and the kernel drops signals that the command does not handle',
  supervisor: ({ starts }) =>
    `starts the command again when that has ended (${starts} times in this run): it is a supervisor. What it does after the end of its command is not judged`,
  pause: ({ left }) => `never starts the command that it is given: it sleeps, and ${uponStop(left)}`,
  'never-starts': ({ left }) =>
    `never starts the command that it is given: ${left === undefined ? 'it does not come to rest' : `it ${ended(left)} without having run it`}`,
};

const uponStop = (left: WaitStatus | undefined): string =>
  left === undefined ? 'does not leave upon SIGTERM' : `upon SIGTERM it ${ended(left)}`;

/** `./x starts the command as its child: it is an init.` */
export function sayKind(name: string, kind: Kind): string {
  const say = SAID[kind.kind] as (kind: Kind) => string;
  return `${name} ${say(kind)}.${'stderr' in kind ? quoted(kind.stderr) : ''}`;
}

/** Of what it wrote to stderr: the first line that says something. */
function quoted(stderr: string): string {
  const line = stderr.split('\n').find((text) => text.trim() !== '');
  return line === undefined ? '' : ` It wrote: ${line.trim()}`;
}

/** What a person can do, a line each; none where there is nothing to do. */
export function whatToDo({ kind }: Kind): string[] {
  if (kind === 'pause')
    return [
      'is it an application? An init runs the command that follows its own arguments, which --args gives',
      'is it made to wait? Then `starts: never` in the contract of a target file says so',
    ];
  if (kind === 'never-starts')
    return ['does it need arguments before the command (--args), or files of its own (`files` of a target file, targets/README.md)?'];
  if (kind === 'command') return ['its contract is `becomes: command`; what an init alone can do is not judged'];
  if (kind === 'supervisor') return ['`starts: again` in the contract of a target file says so, as in targets/supervisord.yaml'];
  return [];
}
