import { expect, test } from 'vitest';
import { Budget } from '../../fuzz/scan/budget.ts';
import { type ImageConfig, UNSAID } from '../../fuzz/scan/config.ts';
import { becomes, locatePid1, lookInto, pid1ByWords } from '../../fuzz/scan/pid1.ts';
import type { TarEntry } from '../../fuzz/scan/tar.ts';
import { Tree } from '../../fuzz/scan/tree.ts';

const config = (entrypoint: string[], more: Partial<ImageConfig> = {}): ImageConfig => ({
  ...UNSAID,
  entrypoint,
  path: '/bin:rel',
  ...more,
});

const entry = (path: string, more: Partial<TarEntry> = {}): TarEntry => ({
  path,
  type: 'file',
  mode: 0o755,
  uid: 0,
  gid: 0,
  size: 0,
  offset: 0,
  ...more,
});

const TREE = new Tree(new Budget('x'));
for (const [n, one] of [
  entry('/bin/tool'),
  entry('/bin/data', { mode: 0o644 }),
  entry('/app/rel/local'),
  entry('/app/run'),
  entry('/dev/null', { type: 'device' }),
  entry('/entry', { type: 'symlink', target: '../../bin/tool' }),
].entries())
  TREE.add(one, 0, n);

// As execvp(3) and the runtime find it: with a slash from the working directory, else through PATH, what is not executable passed over.
test.each([
  [['tool'], { path: '/bin/tool', kind: 'program' }],
  [['local'], { path: '/app/rel/local', kind: 'program' }],
  [['./run'], { path: '/app/run', kind: 'program' }],
  [['/entry'], { path: '/bin/tool', kind: 'program' }],
  [['data'], { kind: 'missing', why: expect.stringContaining('none in its PATH') }],
  [['/bin/data'], { kind: 'missing', why: 'it is not executable' }],
  [['/dev/null'], { kind: 'missing', why: 'it is a device' }],
  [['/none'], { kind: 'missing', why: 'there is no such file' }],
  [[], { kind: 'nothing' }],
])('%j', (argv, found) => {
  expect(locatePid1(config(argv, { workingDir: '/app' }), TREE)).toMatchObject(found);
});

test.each([
  [['/bin/sh', '-c', 'exec app --x'], 'shell', [['app', '--x']]],
  [['sh', '-ec', 'app'], 'shell', []],
  [['/sbin/tini', '--', 'app'], 'init', undefined],
  [['/usr/bin/supervisord'], 'other-init', undefined],
  [['app'], 'program', undefined],
])('by its words alone, %j', async (argv, kind, execs) => {
  expect(await pid1ByWords(config(argv))).toMatchObject({ kind, unseen: true, ...(execs === undefined ? {} : { script: { execs } }) });
});

test('a script is what it execs, with its own arguments; where a variable decides nothing is said', async () => {
  const script = (text: string) => lookInto({ argv: ['/e', 'node', 'a.js'], path: '/e', kind: 'program' }, Buffer.from(text));
  const all = await script('#!/bin/sh\nset -e\nexec "$@"\n');
  expect([all.kind, becomes(all)]).toEqual(['script', [['node', 'a.js']]]);
  expect(becomes(await script('#!/bin/sh\nexec "$APP"\n'))).toBeUndefined();
  expect(becomes(await script('#!/bin/sh\nnode a.js\n'))).toEqual([]);
  expect((await script('#!/usr/bin/python3\n')).kind).toBe('program');
});
