/**
 * The examples of the properties: each is violated on its faulty init and holds on the sound one, and what happens is what the page shows.
 * After a change: `npx vitest run test/docs/stories.test.ts -u` records them anew.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PROPERTIES } from '../../properties/index.ts';
import { EXAMPLES, SHOWN, shownTarget } from '../../docs/generate/property-examples.ts';
import { type RecordedStory, readStories, type Stories, STORIES_FILE, asRecorded } from '../../docs/generate/stories.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { replay, type Replayed } from '../../fuzz/campaign/replay.ts';
import { readCaseFile } from '../../fuzz/cases/store.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';

const PROPERTIES = ALL_PROPERTIES.map(({ id }) => id);
const recorded: Stories = existsSync(STORIES_FILE) ? readStories() : {};
const now: Record<string, RecordedStory> = {};
let lab: Lab;

beforeAll(async () => {
  for (const { init } of Object.values(SHOWN)) {
    const folder = join(PACKAGE_ROOT, 'targets', 'faulty', dirname(init));
    execFileSync('make', ['-s', '-C', folder, `build/${init.split('/').at(-1) ?? ''}`]);
  }
  const all = PROPERTIES.flatMap((id) => [shownTarget(id, 'faulty'), shownTarget(id, 'sound')]);
  lab = await openLab(await Promise.all(all), { properties: ALL_PROPERTIES });
});
afterAll(() => lab.close());

test('every property has an example', () => expect(Object.keys(SHOWN).sort()).toEqual([...PROPERTIES].sort()));

/** A busy machine may leave a run without a verdict: then another one. */
const TRIES = 5;

async function run(id: string, which: 'faulty' | 'sound'): Promise<Replayed> {
  const stored = await readCaseFile(join(EXAMPLES, `${id}.yaml`));
  const target = await shownTarget(id, which);
  for (let n = 1; ; n++) {
    const replayed = await replay(lab, stored, target, 1);
    if (replayed.always !== 'inconclusive' || n === TRIES) return replayed;
  }
}

describe.each(PROPERTIES)('%s', (id) => {
  test('is no violation on the sound init', async () => {
    const { always, said, harnessErrors } = await run(id, 'sound');
    const promised = SHOWN[id]?.contract === undefined;
    expect([always, harnessErrors], said).toEqual([promised ? 'holds' : 'not-applicable', []]);
  });

  test('is violated on its faulty init, and a run tells what is recorded', async () => {
    const { verdicts, signatures, said = '', due, consequence, story, harnessErrors } = await run(id, 'faulty');
    expect([verdicts, harnessErrors], said).toEqual([{ violated: 1 }, []]);
    const told = { ...(due === undefined ? {} : { due }), ...(consequence === undefined ? {} : { consequence }) };
    now[id] = asRecorded(recorded[id], { signature: signatures[0] ?? '', said, ...told, lines: story });
  });
});

test('the stories are up to date', () =>
  expect(`${JSON.stringify(now, undefined, 1)}\n`).toMatchFileSnapshot('../../docs/examples/stories.json'));
