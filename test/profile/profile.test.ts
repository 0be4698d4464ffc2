import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deviationsFrom, levelOf } from '../../fuzz/profile/deviations.ts';
import { differencesOf } from '../../fuzz/profile/difference.ts';
import { profileJsonSchema, readProfile, writeProfile } from '../../fuzz/profile/profile.ts';

const FOLDER = 'targets/profiles';
const shipped = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const read = (name: string) => readProfile(readFileSync(`${FOLDER}/${name}`, 'utf8'), name);

test('four come with initproof', () => expect(shipped).toEqual(['catatonit.yaml', 'dumb-init.yaml', 'sound.yaml', 'tini.yaml']));

test.each(shipped)('%s is read back as it was written, and has no act that is critical', (name) => {
  const profile = read(name);
  expect(readProfile(writeProfile(profile), name)).toEqual(profile);
  const acts = Object.values(profile.phases).flat();
  expect(acts.filter((act) => levelOf(act) === 'critical')).toEqual(['exec: the command']);
});

test('what is wrong is pointed at', () => {
  expect(() => readProfile('profile: 1\ninit: x\nbinaries: []\n', 'p.yaml')).toThrow(/p\.yaml/);
});

test('a deviation comes once, by phase', () => {
  const act = (phase: 'start' | 'supervising', name: string) => ({ phase, act: name, event: 0 });
  const acts = [act('start', 'process'), act('supervising', 'process'), act('supervising', 'process'), act('supervising', 'wait')];
  expect(deviationsFrom(read('tini.yaml'), acts)).toEqual([act('supervising', 'process')]);
});

test('inits are told apart', () => {
  const differences = differencesOf(read('tini.yaml'), read('dumb-init.yaml'));
  expect(differences).toContainEqual({ phase: 'supervising', act: 'directory: /', only: 'second' });
  expect(differencesOf(read('tini.yaml'), read('tini.yaml'))).toEqual([]);
});

test('the schema for editors is up to date', async () => {
  await expect(`${JSON.stringify(profileJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../targets/profiles/profile.schema.json');
});
