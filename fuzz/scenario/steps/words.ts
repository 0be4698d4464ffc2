/** What the sentences about steps are made of. */
import type { Scenario } from '../scenario.ts';

export const quote = (text: string): string => JSON.stringify(text);
/** `1 child`, `2 children`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

const copiesOf = (name: string, { actors }: Scenario): number => actors[name]?.copies ?? 1;

/** The actor, or all its copies; and the endings of what they do. */
export const all = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? name : `All ${copiesOf(name, s)} ${name}`);
export const one = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 's' : '');
export const goes = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'es' : '');
export const own = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'its' : 'their');
export const are = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'is' : 'are');
export const has = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'has' : 'have');
export const itself = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'itself' : 'themselves');
export const it = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'it' : 'them');
