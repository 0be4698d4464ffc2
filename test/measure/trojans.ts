/** `npm run trojans`: in how many scenarios each init of targets/faulty/trojans/ deviates from the profile of the sound one, as a table. */
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROPERTIES } from '../../properties/index.ts';
import { keepsProfile } from '../../properties/keeps-profile.ts';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { openLab } from '../../fuzz/campaign/lab.ts';
import { FAULTY_FOLDER, faultyTarget } from './faulty/faults.ts';
import { firstCatch, type Hunted } from './faulty/first-catch.ts';
import { chooseProfile } from '../../fuzz/cli/profiles.ts';

const { values: options, positionals: names } = parseArgs({
  // 2000: four times what the rarest trigger that the generator has took.
  options: { seeds: { type: 'string', default: '5' }, budget: { type: 'string', default: '2000' } },
  allowPositionals: true,
});

/** A traced init sleeps at most times. */
const SLEEPERS = 4;

const FOLDER = join(FAULTY_FOLDER, 'trojans', 'build');

async function trojan(name: string, profile: NonNullable<FoundTarget['profile']>): Promise<FoundTarget> {
  const found = await findTarget(join(FOLDER, name), { like: 'sound' });
  if (!found.ok) throw new Error(found.why);
  return { ...found.target, name, profile };
}

const row = (name: string, hunts: readonly Hunted[]): string => {
  const caught = hunts.flatMap((hunt) => hunt.caught ?? []);
  const counts = hunts.map((hunt) => (hunt.caught === undefined ? '-' : String(hunt.caught.index + 1)));
  const alarms = hunts.reduce((sum, { falseAlarms, flaky }) => sum + falseAlarms.length + flaky, 0);
  const act = caught[0]?.signature.split(':').slice(1).join(':').replaceAll('_', ' ') ?? '';
  return `| ${name} | ${caught.length} of ${hunts.length} | ${counts.join(', ')} | ${act} | ${alarms} |\n`;
};

const profile = await chooseProfile(undefined, 'sound');
const all = (await readdir(FOLDER)).filter((name) => !name.includes('.')).sort();
const chosen = names.length === 0 ? all : names;
const sound = { ...(await faultyTarget({ name: 'no-fault' })), profile };
const targets = await Promise.all(chosen.map((name) => trojan(name, profile)));
const lab = await openLab([...targets, sound], { properties: [...PROPERTIES, keepsProfile], jobs: SLEEPERS * availableParallelism() });
try {
  process.stdout.write('| trojan | found with | scenarios | first act | false |\n|---|---|---|---|---|\n');
  for (const target of targets) {
    const hunts: Hunted[] = [];
    for (let seed = 1; seed <= Number(options.seeds); seed++)
      hunts.push(await firstCatch(lab, target, { property: keepsProfile.id, sound, seed, budget: Number(options.budget) }));
    process.stdout.write(row(target.name, hunts));
  }
} finally {
  await lab.close();
}
