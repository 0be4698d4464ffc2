/** What the package that users install must have, and what it must not: by the list of its files that npm makes. */

/** Without the native part, whose packages are their own. A download that nobody waits for. Bytes, packed. */
export const MOST_BYTES = 1_000_000;

/** Beside what package.json and the README name. */
const NEEDED = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'corpus/README.md',
  'corpus/case.schema.json',
  'dist/native.json',
  'fuzz/report/values.schema.json',
  'fuzz/scenario/README.md',
  'native/Makefile',
  'native/src/export/case.c',
  'native/src/export/case.sh',
  'properties/README.md',
  'targets/supply/digests.json',
  'targets/target.schema.json',
];

/** What a clone has, and nobody who has installed it needs. */
const UNWANTED = [/^(test|node_modules|native\/(test|bench|build)|targets\/faulty)\/.*(?<!README\.md)$/, /^dist\/(\.|test\/)/];

/** Paths that package.json names: whoever imports one, or runs it, needs it. */
function pathsIn(value) {
  if (typeof value === 'string') return [value.replace(/^\.\//, '')];
  return Object.values(value ?? {}).flatMap(pathsIn);
}

/** Pages that a text sends its reader to. */
const pagesIn = (text) => [...text.matchAll(/[`(]([\w./-]+\.md)[`)]/g)].map(([, path]) => path);

/**
 * What is wrong with a package, a line each. `listed`: an element of what `npm pack --json` says. `manifest`: its package.json, parsed.
 * `readme`: the text of its README.
 */
export function problems({ files, size }, manifest, readme) {
  const paths = new Set(files.map(({ path }) => path));
  const named = [manifest.bin, manifest.exports, manifest.man].flatMap(pathsIn);
  const missing = [...new Set([...NEEDED, ...named, ...pagesIn(readme)])].filter((path) => !paths.has(path));
  const unwanted = [...paths].filter((path) => UNWANTED.some((pattern) => pattern.test(path)));
  return [
    ...missing.map((path) => `${path} is missing`),
    ...unwanted.map((path) => `${path} does not belong in it`),
    ...(size > MOST_BYTES ? [`it has ${size} bytes, more than ${MOST_BYTES}`] : []),
  ];
}
