/** Steps upon the terminal: is there one, and is what is typed something that the model follows. */
import { z } from 'zod';
import { LIMITS } from '../scenario.ts';
import { actorName } from '../schema-parts.ts';
import { object, whole, word } from '../shape.ts';
import { NOT_TYPED, typedCharacters } from '../typed.ts';
import { living, problem, type Walk } from '../walk.ts';
import type { Rows } from './facts.ts';
import { ACTOR, nobody } from './mentions.ts';
import { quote } from './words.ts';

type Kind = 'type' | 'hangUp' | 'resize' | 'foreground' | 'read' | 'write';

export const TERMINAL: Rows<Kind> = {
  type: {
    ...nobody(),
    shape: z.string().describe('Somebody types on the terminal: text, ^C, ^\\, ^Z, and line ends.'),
    check(text, walk) {
      needTerminal(walk, 'type');
      const characters = typedCharacters(text);
      if (characters === undefined || text === '') problem(walk, ['type'], NOT_TYPED);
      walk.typed += characters?.length ?? 0;
      if (walk.typed > LIMITS.typed) problem(walk, ['type'], `more than ${LIMITS.typed} characters are typed in all`);
    },
    explain: (text) => [`${quote(text)} is typed on the terminal.`],
  },
  hangUp: {
    ...nobody(),
    shape: word('terminal').describe('The other end of the terminal is closed, as when an ssh connection breaks.'),
    check(_, walk) {
      needTerminal(walk, 'hangUp');
      if (walk.frozen === true) walk.frozen = 'maybe';
      walk.terminal = 'hung up';
    },
    explain: () => ['The terminal hangs up.'],
  },
  resize: {
    ...nobody(),
    shape: object({ rows: whole(1, 1000), columns: whole(1, 1000) }).describe(
      'The window of the terminal changes its size: SIGWINCH to its foreground group.',
    ),
    check: (_, walk) => needTerminal(walk, 'resize'),
    explain: ({ rows, columns }) => [`The terminal is resized to ${rows} rows and ${columns} columns.`],
  },
  foreground: {
    ...ACTOR,
    shape: actorName.describe('The actor puts its own group in the foreground of the terminal, as shells do.'),
    check: (name, walk) => needActor(walk, 'foreground', name),
    explain: (name) => [`${name} puts its group in the foreground of the terminal.`],
  },
  read: {
    ...ACTOR,
    shape: actorName.describe('The actor reads a line from the terminal, if there is one.'),
    check: (name, walk) => needActor(walk, 'read', name),
    explain: (name) => [`${name} reads a line from the terminal.`],
  },
  write: {
    ...ACTOR,
    shape: actorName.describe('The actor writes a letter to the terminal.'),
    check: (name, walk) => needActor(walk, 'write', name),
    explain: (name) => [`${name} writes to the terminal.`],
  },
};

function needActor(walk: Walk, kind: Kind, name: string): void {
  needTerminal(walk, kind);
  living(walk, name, [kind]);
}

function needTerminal(walk: Walk, kind: Kind): void {
  // Whether main finds a terminal, and who is in its foreground by then, is part of the start.
  if (walk.held && !walk.started) problem(walk, [kind], 'the terminal is used when the start is over');
  if (walk.terminal === 'there') return;
  problem(
    walk,
    [kind],
    walk.terminal === 'none' ? 'there is no terminal: write `terminal: controlling` in `launch`' : 'the terminal has hung up',
  );
}
