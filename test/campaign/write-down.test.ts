/** A violation on disks that take it, that do not, and that change their mind. A file in the way of the folder stands for one that does not. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { CampaignEventBody } from '../../fuzz/campaign/events.ts';
import { UNKNOWN } from '../../fuzz/campaign/find-target.ts';
import type { Violation } from '../../fuzz/campaign/keep.ts';
import { keepAndTell, keepAtLast, type Scribe, writeDown } from '../../fuzz/campaign/write-down.ts';
import { readCase } from '../../fuzz/cases/case-file.ts';
import { listCases } from '../../fuzz/cases/store.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { temporary } from '../fixtures/temporary.ts';

let out: string;
let told: CampaignEventBody[];
let scribe: Scribe;
beforeEach(() => {
  out = join(temporary(), 'out');
  told = [];
  const provenance = { seed: 1, generator: 1, version: '0', kernel: '', date: '2026-01-31' };
  scribe = { out, provenance, emit: (event) => void told.push(event), elapsed: () => 0 };
});

const violation = (index = 1): Violation => ({
  scenario: scenarioAt(1, index),
  target: { ...UNKNOWN, name: 'init', title: '', binary: '' },
  property: 'exit-code',
  signature: 'exit-code/wrong-status:exit',
  kind: 'violated',
  said: 'the reason',
  index,
});
const ALWAYS = { shown: 5, runs: 5 };
const types = (): string[] => told.map(({ type }) => type);
const onDisk = async () => (await listCases(out)).cases.map(({ case: { scenario } }) => scenario);

test('is told before it is written', async () => {
  const emit = (event: CampaignEventBody): void => {
    if (event.type === 'seen') writeFileSync(out, '');
    scribe.emit(event);
  };
  const keeping = await writeDown(violation(), { ...scribe, emit });
  expect([keeping.kind, types()]).toEqual(['not-kept', ['seen', 'not-kept']]);
});

test('that cannot be written is told whole, and kept as soon as it can be', async () => {
  writeFileSync(out, '');
  const first = await writeDown(violation(), scribe);
  const [, notKept] = told;
  expect(notKept).toMatchObject({ type: 'not-kept', earlier: false, why: expect.stringMatching(/: a part of the path is not a folder/) });
  const { yaml } = notKept as Extract<CampaignEventBody, { type: 'not-kept' }>;
  expect(readCase(yaml, 'told').scenario).toEqual(violation().scenario);
  const second = await keepAndTell(violation(), 'found', ALWAYS, scribe, first);
  rmSync(out);
  const third = await keepAtLast(violation(), second, scribe);
  expect([second.kind, third.kind, types()]).toEqual(['not-kept', 'kept', ['seen', 'not-kept', 'found']]);
  expect(await onDisk()).toEqual([violation().scenario]);
});

test('whose later form cannot be written is there in its earlier one, and that is told', async () => {
  const first = await writeDown(violation(1), scribe);
  // Flaky ones have a folder of their own.
  writeFileSync(join(out, 'flaky'), '');
  const second = await keepAndTell(violation(2), 'flaky', ALWAYS, scribe, first);
  expect(second).toMatchObject({ kind: 'not-kept', earlier: first.stored });
  expect(told.at(-1)).toMatchObject({ type: 'not-kept', case: first.stored.path, earlier: true });
  expect(await onDisk()).toEqual([violation(1).scenario]);
  rmSync(join(out, 'flaky'));
  expect((await keepAtLast(violation(2), second, scribe)).kind).toBe('kept');
  expect(await onDisk()).toEqual([violation(2).scenario]);
});

test('whose folder has gone meanwhile is written again', async () => {
  const keeping = await writeDown(violation(), scribe);
  expect(await keepAtLast(violation(), keeping, scribe)).toBe(keeping);
  rmSync(out, { recursive: true });
  expect((await keepAtLast(violation(), keeping, scribe)).kind).toBe('kept');
  expect([await onDisk(), types()]).toEqual([[violation().scenario], ['seen', 'found']]);
  rmSync(out, { recursive: true });
  writeFileSync(out, '');
  expect(await keepAtLast(violation(), keeping, scribe)).toMatchObject({ kind: 'not-kept' });
  expect(await keepAtLast(violation(), keeping, scribe)).not.toHaveProperty('earlier');
  expect(types()).toEqual(['seen', 'found', 'not-kept', 'not-kept']);
  rmSync(out);
  expect(readdirSync(join(out, '..'))).toEqual([]);
});
