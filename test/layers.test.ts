/** Who may import whom: the way of the data, and what stands beside it; see fuzz/README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** What each folder may import beside itself. Rows are in order: a folder imports only folders above it, so that there is no circle. */
const MAY_IMPORT = {
  base: '',
  scenario: 'base',
  generate: 'scenario',
  compile: 'scenario',
  trace: 'scenario',
  execute: 'base scenario compile trace',
  profile: 'scenario trace',
  judge: 'scenario compile trace execute profile',
  properties: 'base scenario compile trace profile judge',
  kind: 'scenario compile trace judge',
  shrink: 'scenario generate',
  cases: 'base scenario execute judge',
  supply: 'base scenario execute cases',
  cause: 'scenario shrink cases',
  learn: 'scenario compile trace judge',
  guide: 'scenario generate compile trace judge shrink cases',
  campaign: 'base scenario generate compile trace execute profile judge properties kind shrink cases supply cause learn guide',
  nightly: 'base scenario generate execute judge shrink cases cause campaign',
  explore: 'base scenario generate compile trace execute judge properties kind shrink cases guide campaign',
  scan: 'base scenario execute cases supply',
  why: 'base scenario cases supply cause scan',
  app: 'base scenario generate execute cases campaign scan',
  report:
    'base scenario trace execute profile judge properties shrink cases supply cause learn guide campaign nightly explore scan why app',
  export: 'base scenario compile execute judge properties cases report',
  cli: 'base scenario execute profile judge properties kind shrink cases supply cause guide campaign nightly explore scan why app report export',
} satisfies Record<string, string>;

type Layer = keyof typeof MAY_IMPORT;
const LAYERS = Object.keys(MAY_IMPORT) as Layer[];
const allowedFrom = (layer: Layer): string[] => MAY_IMPORT[layer].split(' ').filter((name) => name !== '');

/** The one circle of run-time imports: a death lets others be born, obey and die. */
const KERNEL = 'fuzz/judge/model/';

interface Import {
  file: string;
  from: string;
  /** Gone when compiled. `import { type A }` is not: it still loads the file. */
  isType: boolean;
}

/** All relative imports, dynamic ones and those of types included. */
function importsOf(root: string): Import[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => {
    const file = join(root, name);
    const found = readFileSync(file, 'utf8').matchAll(/(?:^(import|export) (type )?[^;]*?from |import\s*\(?\s*)'(\.{1,2}\/[^']+)'/gm);
    return [...found].map(([, , type, path = '']) => ({ file, from: normalize(join(dirname(file), path)), isType: type !== undefined }));
  });
}

const PRODUCT = [...importsOf('fuzz'), ...importsOf('properties')];

const isLayer = (name: string | undefined): name is Layer => name !== undefined && Object.hasOwn(MAY_IMPORT, name);

function layerOf(path: string): Layer | undefined {
  const name = /^fuzz\/([^/]+)\//.exec(path)?.[1] ?? /^(properties)\//.exec(path)?.[1];
  return isLayer(name) ? name : undefined;
}

/** Not the entries in fuzz/ itself (`index.ts`, ...), which are for users: they may import all of the product, and no layer imports them. */
function breaksOrder({ file, from }: Import): boolean {
  const [own, other] = [layerOf(file), layerOf(from)];
  if (own === undefined) return false;
  return other === undefined || (own !== other && !allowedFrom(own).includes(other));
}

const leavesProduct = ({ from }: Import): boolean => !/^(fuzz|properties)\//.test(from);

/** Files that import themselves by way of others, at run time. */
function inCircles(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { file, from, isType } of imports) if (!isType) next.set(file, [...(next.get(file) ?? []), from]);
  const reached = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(next.get(start) ?? [])];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      open.push(...(next.get(one) ?? []));
    }
    return seen;
  };
  return [...next.keys()].filter((file) => reached(file).has(file));
}

describe('layers', () => {
  test('a folder imports what the table allows it', () => {
    expect(PRODUCT.length).toBeGreaterThan(500);
    expect(PRODUCT.filter(breaksOrder)).toEqual([]);
  });

  test('the table is an order: each row names rows above it', () => {
    const wrong = LAYERS.flatMap((layer, n) => allowedFrom(layer).filter((name) => !LAYERS.slice(0, n).includes(name as Layer)));
    expect(wrong).toEqual([]);
  });

  test('and no row allows what nobody needs', () => {
    const used = new Set(PRODUCT.map(({ file, from }) => `${layerOf(file)} ${layerOf(from)}`));
    expect(
      LAYERS.flatMap((layer) => allowedFrom(layer).flatMap((name) => (used.has(`${layer} ${name}`) ? [] : `${layer} ${name}`))),
    ).toEqual([]);
  });

  test('every folder of fuzz/ is in it', () => {
    const folders = readdirSync('fuzz', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => folder.name).filter((name) => !isLayer(name))).toEqual([]);
  });

  test('the product imports nothing but itself: no test, and no measurement of test/measure', () => {
    expect(PRODUCT.filter(leavesProduct)).toEqual([]);
  });

  test('no file imports itself by way of others, but for those of the model', () => {
    expect(inCircles(PRODUCT).filter((file) => !file.startsWith(KERNEL))).toEqual([]);
  });

  test('all of this is really checked', () => {
    const between = (file: string, from: string): Import => ({ file, from, isType: false });
    expect(breaksOrder(between('fuzz/judge/judge.ts', 'fuzz/cli/main.ts'))).toBe(true);
    expect(breaksOrder(between('fuzz/cli/main.ts', 'fuzz/judge/judge.ts'))).toBe(false);
    expect(breaksOrder(between('fuzz/judge/judge.ts', 'properties/index.ts'))).toBe(true);
    expect(breaksOrder(between('fuzz/scan/scan.ts', 'fuzz/campaign/lab.ts'))).toBe(true);
    expect(breaksOrder(between('fuzz/judge/judge.ts', 'fuzz/index.ts'))).toBe(true);
    expect(leavesProduct(between('fuzz/cli/main.ts', 'test/measure/bench.ts'))).toBe(true);
    const circle = [between('fuzz/a.ts', 'fuzz/b.ts'), between('fuzz/b.ts', 'fuzz/c.ts'), between('fuzz/c.ts', 'fuzz/b.ts')];
    expect(inCircles(circle)).toEqual(['fuzz/b.ts', 'fuzz/c.ts']);
    expect(inCircles(circle.map((one) => ({ ...one, isType: true })))).toEqual([]);
    expect(inCircles(PRODUCT).length).toBeGreaterThan(0);
  });
});
