/** Moves upon the terminal, where there is one. */
import type { Random } from 'fast-check';
import { signalOfKey, typedCharacters } from '../scenario/typed.ts';
import { affect, anyLiving, type Draft, isNotMain, type Member } from './cast.ts';
import { chance, choices, choose, oneOf, within } from './draw.ts';
import { exit, makeOrphans } from './dying.ts';
import { WEIGHTS } from './weights.ts';

const MOVE = choices(WEIGHTS.terminalMove);
const TYPING = choices(WEIGHTS.typing);
const KEY = choices(WEIGHTS.key);
/** Likely to be taken for something by who reads them. */
const LINES = ['y\n', 'exit\n', '\n', 'hello\n', 'a'] as const;
const SIZES = [1, 24, 80, 200] as const;

/** One thing that somebody at the terminal does, or an actor with it. */
export function terminalMove(draft: Draft): void {
  MOVES[choose(draft.random, MOVE)](draft);
}

const MOVES: Record<keyof typeof WEIGHTS.terminalMove, (draft: Draft) => void> = {
  type: typeSome,
  resize(draft) {
    draft.steps.push({ resize: { rows: oneOf(draft.random, SIZES), columns: oneOf(draft.random, SIZES) } });
  },
  hangUp(draft) {
    draft.steps.push({ hangUp: 'terminal' });
    draft.terminal = false;
    affect(draft.members[0] as Member, 'SIGHUP');
  },
  foreground,
  read: (draft) => useTerminal(draft, 'read'),
  write: (draft) => useTerminal(draft, 'write'),
};

/** As shells do it: a job gets a group of its own, which is put in the foreground. A shell takes that back when something of it ends. */
function foreground(draft: Draft): void {
  const { random, steps } = draft;
  const job = anyLiving(draft, (member) => isNotMain(member) && !member.stopped);
  const actor = job !== undefined && chance(random, WEIGHTS.jobPercent) ? job : anyLiving(draft, ({ stopped }) => !stopped);
  if (actor === undefined) return;
  if (actor.mainGroup && isNotMain(actor)) steps.push({ setpgid: actor.name });
  draft.foreground = actor;
  steps.push({ foreground: actor.name });
  if (chance(random, WEIGHTS.deathAfterPercent)) {
    makeOrphans(draft);
    exit(draft);
  }
}

function useTerminal(draft: Draft, how: 'read' | 'write'): void {
  const actor = anyLiving(draft, ({ stopped }) => !stopped);
  if (actor !== undefined) draft.steps.push(how === 'read' ? { read: actor.name } : { write: actor.name });
}

function typeSome(draft: Draft): void {
  const text = drawTyping(draft.random);
  for (const character of typedCharacters(text) ?? []) {
    const signal = signalOfKey(character);
    if (signal !== undefined) affect(draft.foreground ?? (draft.members[0] as Member), signal);
  }
  draft.steps.push({ type: text });
}

function drawTyping(random: Random): string {
  const how = choose(random, TYPING);
  const line = how === 'key' ? '' : oneOf(random, LINES).repeat(within(random, [1, 2]));
  return line + (how === 'line' ? '' : choose(random, KEY));
}
