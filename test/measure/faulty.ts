/** `npm run faulty`: what it takes to catch each faulty init of targets/faulty/, as a table. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLab } from '../../fuzz/campaign/lab.ts';
import { type Fault, FAULTY_FOLDER, faultyTarget, readFaults } from './faulty/faults.ts';
import { measure, type Measured } from './faulty/measure.ts';
import { sideBySide } from './faulty/side-by-side.ts';
import { table } from './faulty/table.ts';

const USAGE = `npm run faulty [-- OPTIONS] [NAME ...]

  --seeds N     seeds, 1 to N (default 5)
  --budget N    scenarios at most for each fault and seed (default 20000)
  --write       put the table into targets/faulty/README.md
`;

/** An executor takes about 70 binaries (native/src/lib.c), and few are copied faster. */
const IN_A_LAB = 32;
/** So that there is work while one of them waits for the replays of a finding. */
const AT_A_TIME = 4;

const { values: options, positionals: names } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    budget: { type: 'string', default: '20000' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

async function main(): Promise<void> {
  const all = (await readFaults()).filter(({ race }) => !race);
  const faults = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  const results: Measured[] = [];
  for (let first = 0; first < faults.length; first += IN_A_LAB) results.push(...(await measureSome(faults.slice(first, first + IN_A_LAB))));
  process.stdout.write(table(results));
  if (options.write) await writeTable(table(results));
}

async function measureSome(faults: readonly Fault[]): Promise<Measured[]> {
  const sound = await faultyTarget({ name: 'no-fault' });
  const targets = await Promise.all(faults.map(faultyTarget));
  const lab = await openLab([...targets, sound]);
  try {
    const jobs = faults.map((fault, index) => ({ fault, target: targets[index] ?? sound }));
    return await sideBySide(jobs, AT_A_TIME, async ({ fault, target }) => {
      const measured = await measure(fault, target, { lab, sound, seeds: Number(options.seeds), budget: Number(options.budget) });
      tell(measured);
      return measured;
    });
  } finally {
    await lab.close();
  }
}

/** How it goes, while it goes. */
function tell({ fault, hunts }: Measured): void {
  process.stderr.write(`${fault.name}: ${hunts.map(({ scenarios }) => scenarios).join(' ')}\n`);
  for (const { harnessErrors } of hunts) for (const error of harnessErrors) process.stderr.write(`  ${error}\n`);
}

/** What the table stands between. */
const MARKS = { begin: '<!-- npm run faulty -- --write -->\n', end: '<!-- end -->\n' };

async function writeTable(text: string): Promise<void> {
  const path = join(FAULTY_FOLDER, 'README.md');
  const readme = await readFile(path, 'utf8');
  const [before, rest] = readme.split(MARKS.begin);
  const after = rest?.split(MARKS.end)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for the table: ${MARKS.begin}`);
  await writeFile(path, `${before}${MARKS.begin}${text}${MARKS.end}${after}`);
}

if (options.help) process.stdout.write(USAGE);
else await main();
