/** How two environments differ, and what of that is no fault of an init that is a script or a program of an interpreter. */

import type { EnvironmentChange } from './contract.ts';

/** Variables, each `NAME=value`, in order. */
export type Environment = readonly string[];

/** A way in which they differ, with the names of the variables; `usual`: why it is no fault, in words. */
export interface EnvironmentDifference {
  kind: 'lost' | 'changed' | 'added' | 'order' | 'shell' | 'runtime';
  names: string[];
  usual?: string;
}

/** What programs set for all that they start. Sources: POSIX, Shell Command Language, 2.5.3, and bash(1); PEP 538; npm-run-script(1). */
const ADDED_BY: readonly { kind: 'shell' | 'runtime'; name: RegExp; who: string }[] = [
  { kind: 'shell', name: /^(PWD|OLDPWD|SHLVL|_)$/, who: 'a shell adds' },
  { kind: 'runtime', name: /^LC_CTYPE$/, who: 'Python adds' },
  { kind: 'runtime', name: /^(npm_\w+|NODE|INIT_CWD|PM2_\w+|pm_\w+)$/, who: 'a process manager of Node adds' },
];

/** All ways that the contract does not have, the harmful first; none where they are equal but for that. */
export function compareEnvironments(expected: Environment, got: Environment, change?: EnvironmentChange): EnvironmentDifference[] {
  const all = differencesOf(expected, got);
  if (change === undefined) return all;
  const more = all.map((one) => ({ ...one, names: one.names.filter((name) => !isAmong(declaredOf(change, one.kind), name)) }));
  return more.filter(({ kind, names }) => kind !== 'order' && names.length > 0);
}

/** What was done to an environment, as a contract says it. Undefined where that is nothing. */
export function environmentChange(before: Environment, after: Environment): EnvironmentChange | undefined {
  const all = differencesOf(before, after);
  const names = (...kinds: EnvironmentDifference['kind'][]): string[] => [
    ...new Set(all.filter(({ kind }) => kinds.includes(kind)).flatMap((one) => one.names.map(beginningOf))),
  ];
  const parts = { adds: names('added', 'shell', 'runtime'), changes: names('changed'), removes: names('lost') };
  return all.length === 0 ? undefined : Object.fromEntries(Object.entries(parts).filter(([, list]) => list.length > 0));
}

/** Of what there are many of. */
const beginningOf = (name: string): string => /^(npm_|PM2_|pm_)/.exec(name)?.[0].concat('*') ?? name;

/** Names and beginnings of names that the contract has differ in this way. */
function declaredOf({ adds = [], changes = [], removes = [] }: EnvironmentChange, kind: EnvironmentDifference['kind']): readonly string[] {
  if (kind === 'lost') return removes;
  return kind === 'changed' ? changes : adds;
}

const isAmong = (declared: readonly string[], name: string): boolean =>
  declared.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));

function differencesOf(expected: Environment, got: Environment): EnvironmentDifference[] {
  const [due, seen] = [byName(expected), byName(got)];
  const added = [...seen.keys()].filter((name) => !due.has(name));
  const kept = got.filter((variable) => due.has(nameOf(variable)));
  const found: EnvironmentDifference[] = [
    { kind: 'lost', names: [...due.keys()].filter((name) => !seen.has(name)) },
    { kind: 'changed', names: [...due.keys()].filter((name) => seen.has(name) && seen.get(name) !== due.get(name)) },
    { kind: 'added', names: added.filter((name) => !ADDED_BY.some((one) => one.name.test(name))) },
    ...ADDED_BY.map(({ kind, name, who }) =>
      usual(
        kind,
        added.filter((one) => name.test(one)),
        who,
      ),
    ),
  ];
  const differing = found.filter(({ names }) => names.length > 0);
  const sorted =
    kept.map(nameOf).join('\n') ===
    expected
      .map(nameOf)
      .filter((name) => seen.has(name))
      .join('\n');
  return sorted ? differing : [...differing, { kind: 'order', names: kept.map(nameOf), ...shellSorts(differing) }];
}

const usual = (kind: 'shell' | 'runtime', names: string[], who: string): EnvironmentDifference => ({
  kind,
  names,
  usual: `${who} ${names.join(', ')} to the environment of what it starts`,
});

/** A shell keeps variables in a table of its own and hands them on in the order of that. */
const shellSorts = (differing: readonly EnvironmentDifference[]): { usual?: string } =>
  differing.some(({ usual: why }) => why !== undefined) ? { usual: 'a shell hands variables on in an order of its own' } : {};

const nameOf = (variable: string): string => variable.slice(0, variable.indexOf('='));

const byName = (all: Environment): Map<string, string> => new Map(all.map((variable) => [nameOf(variable), variable]));
