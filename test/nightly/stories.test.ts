/** Pictures of findings, beside the ledger: those of tonight, and those of earlier nights for as long as there is the finding. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStories } from '../../fuzz/nightly/state.ts';
import { keepStories, storyFor, storyOf } from '../../fuzz/nightly/stories.ts';
import { MOST_STORIES } from '../../fuzz/nightly/story-schema.ts';
import { temporary } from '../fixtures/temporary.ts';
import { TIMELINE } from '../report/formats/timelines.ts';
import { failure } from '../report/plain.ts';
import { findingOf } from './samples.ts';

const id = (n: number): string => n.toString(16).padStart(8, '0');
const told = (n: number) =>
  storyOf({ ...failure, id: id(n), timeline: TIMELINE, elsewhere: [{ target: 'tini', now: 'same' }], cause: 'it forgets' });
const found = (n: number) => findingOf(1, { id: id(n), caseId: id(n), target: failure.target });

test('a picture comes back as it was told, and goes with its finding', async () => {
  const state = temporary();
  await keepStories(state, [told(1), told(2)], [found(1), found(2)]);
  await keepStories(state, [told(3)], [found(2), found(3)]);
  const stories = await readStories(state);
  expect(stories.map(({ caseId }) => caseId)).toEqual([id(3), id(2)]);
  expect(storyFor(stories, found(2))).toEqual(told(2));
  expect(storyFor(stories, { ...found(2), target: 'other' })).toBeUndefined();
});

test('there are some hundred at most, those of tonight first', async () => {
  const state = temporary();
  const many = Array.from({ length: MOST_STORIES + 5 }, (_, n) => n);
  await keepStories(state, many.slice(0, MOST_STORIES).map(told), many.map(found));
  await keepStories(state, [told(MOST_STORIES + 1)], many.map(found));
  const stories = await readStories(state);
  expect([stories.length, stories[0]?.caseId]).toEqual([MOST_STORIES, id(MOST_STORIES + 1)]);
});

test("a stranger's file is refused where it is read, and made anew by the next night", async () => {
  const state = temporary();
  await keepStories(state, [told(1)], [found(1)]);
  const path = join(state, 'stories.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"kind":"started"', '"kind":"<script>"'));
  await expect(readStories(state)).rejects.toThrow('stories.json');
  await keepStories(state, [told(2)], [found(1), found(2)]);
  expect((await readStories(state)).map(({ caseId }) => caseId)).toEqual([id(2)]);
});
