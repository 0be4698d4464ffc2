/** How two environments differ, and what of that is no fault of an init that is a script or a program of an interpreter. */

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

/** All ways, the harmful first; none where they are equal. */
export function compareEnvironments(expected: Environment, got: Environment): EnvironmentDifference[] {
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
