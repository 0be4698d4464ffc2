/** Somebody makes a child by vfork, and waits for it with all signals pending; something happens meanwhile; then it goes on. */
import { LIMITS } from '../scenario/scenario.ts';
import { anyLiving, type Draft } from './cast.ts';
import { choices, choose, within } from './draw.ts';
import { dieOf, drawDeaths, exitOf } from './dying.ts';
import { signalActor, signalInit } from './sending.ts';
import { addMember, drawVforked } from './tree.ts';
import { WEIGHTS } from './weights.ts';

const MEANWHILE = choices(WEIGHTS.suspended);
const RESUMED = choices(WEIGHTS.resumed);

export function vfork(draft: Draft): void {
  const { random } = draft;
  const maker = anyLiving(draft, ({ depth, stopped, doomed }) => depth < LIMITS.depth && !stopped && !doomed);
  if (maker === undefined || draft.processes >= LIMITS.processes) return;
  const made = drawVforked(draft, maker);
  addMember(draft, made);
  for (let n = within(random, WEIGHTS.whileSuspended); n > 0; n--) happen(draft);
  if (made.ended) return;
  const how = choose(random, RESUMED);
  draft.steps.push(how === 'exec' ? { exec: made.name } : how === 'exit' ? exitOf(draft, made) : dieOf(draft, made));
}

function happen(draft: Draft): void {
  const what = choose(draft.random, MEANWHILE);
  if (what === 'deaths') draft.steps.push(...drawDeaths(draft, 1));
  else if (what === 'signalActor') signalActor(draft);
  else signalInit(draft);
}
