/** Checks of the steps upon the terminal: is there one, and is what is typed something that the model follows. */
import { LIMITS } from './scenario.ts';
import type { StepTable } from './steps.ts';
import { NOT_TYPED, typedCharacters } from './typed.ts';
import { living, problem, type Walk } from './walk.ts';

type Kind = 'type' | 'hangUp' | 'resize' | 'foreground' | 'read' | 'write';

export const TERMINAL_CHECKS: Pick<StepTable<Walk, void>, Kind> = {
  type(text, walk) {
    needTerminal(walk, 'type');
    const characters = typedCharacters(text);
    if (characters === undefined || text === '') problem(walk, ['type'], NOT_TYPED);
    walk.typed += characters?.length ?? 0;
    if (walk.typed > LIMITS.typed) problem(walk, ['type'], `more than ${LIMITS.typed} characters are typed in all`);
  },
  hangUp(_, walk) {
    needTerminal(walk, 'hangUp');
    if (walk.frozen === true) walk.frozen = 'maybe';
    walk.terminal = 'hung up';
  },
  resize: (_, walk) => needTerminal(walk, 'resize'),
  foreground: (name, walk) => needActor(walk, 'foreground', name),
  read: (name, walk) => needActor(walk, 'read', name),
  write: (name, walk) => needActor(walk, 'write', name),
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
