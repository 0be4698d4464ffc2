/**
 * What is known of a target is drawn rarely: a hang that a case tells of is waited out anew in each scenario that leads to it. Scenarios
 * are passed over, never changed, so that seed and index give the same one whatever is known.
 */
import { isDeepStrictEqual } from 'node:util';
import { chance } from '../generate/draw.ts';
import { caseRandom } from '../generate/seeds.ts';
import type { Actor, Scenario, Step } from '../scenario/scenario.ts';

/** Of those that lead to what is known. One in ten still runs, so that what lies behind it is met within minutes. */
const RARELY_PERCENT = 10;
/** Its draws are apart from those of scenarios, placements (below 0) and guides. */
const OFFSET = 2 ** 41;

/** Whether a scenario leads to a known fault, whose smallest scenario is `known`. */
export type LeadsTo = (known: Scenario, scenario: Scenario) => boolean;

/** Whether the scenario `index` of the campaign `seed` is passed over. */
export function passesOver(
  known: readonly Scenario[],
  seed: number,
  index: number,
  scenario: Scenario,
  leads: LeadsTo = contains,
): boolean {
  if (!known.some((one) => leads(one, scenario))) return false;
  return !chance(caseRandom(seed, OFFSET + index), RARELY_PERCENT);
}

/**
 * Whether all that the known scenario consists of is in the other one: nothing of it could be left out without losing the fault. Codes and
 * who it happens to are not looked at, and steps may have others between them.
 */
export function contains(known: Scenario, scenario: Scenario): boolean {
  return (
    isPart(known.launch, scenario.launch) &&
    Object.entries(known.actors).every(([name, actor]) => someActor(scenario, name).some((other) => isPart(traitsOf(actor), other))) &&
    isSequence(known.steps.flatMap(wordsOf), scenario.steps.flatMap(wordsOf))
  );
}

/** Main is main; another may be any other. */
const someActor = ({ actors }: Scenario, name: string): Actor[] =>
  Object.entries(actors).flatMap(([other, actor]) => ((name === 'main') === (other === 'main') ? actor : []));

/** What it is by itself: not whose child, and not what it notes, which only makes visible what happens. */
function traitsOf({ parent: _, copies: __, on = {}, group, pid, ...traits }: Actor): object {
  const reactions = Object.entries(on).filter(([, reaction]) => reaction !== 'note');
  const named = {
    ...(group === undefined ? {} : { group: typeof group === 'object' ? {} : group }),
    ...(pid === undefined ? {} : { pid: {} }),
  };
  return { ...traits, ...named, ...(reactions.length === 0 ? {} : { on: Object.fromEntries(reactions) }) };
}

/** Whether each of its members is in the other; of lists each entry, in whatever order. */
function isPart(known: unknown, other: unknown): boolean {
  if (Array.isArray(known)) return Array.isArray(other) && known.every((entry) => other.some((one) => isPart(entry, one)));
  if (typeof known !== 'object' || known === null) return isDeepStrictEqual(known, other);
  if (typeof other !== 'object' || other === null) return false;
  return Object.entries(known).every(([key, value]) => isPart(value, (other as Record<string, unknown>)[key]));
}

/** What a step is, in words that are the same for all whom it may happen to. */
function wordsOf(step: Step): string[] {
  if ('together' in step) return step.together.flatMap(wordsOf);
  if ('at' in step)
    return [
      `at ${step.at.call} ${step.at.when ?? 'entry'} ${step.at.of ?? 'init'}`,
      ...(step.at.do ?? []).flatMap((held) => wordsOf(held)),
    ];
  const [kind = '', value] = Object.entries(step)[0] ?? [];
  const { signal = '', to, actor = to } = (typeof value === 'object' ? value : { actor: value }) as Record<string, unknown>;
  const whom = typeof actor === 'object' ? 'group' : actor === 'init' || actor === 'main' || actor === 'everybody' ? actor : 'actor';
  return [`${kind} ${String(signal)} ${String(whom)}`];
}

/** Whether the words come in this order, others between them. */
function isSequence(words: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const word of all) if (word === words[at]) at++;
  return at === words.length;
}
