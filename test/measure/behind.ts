/**
 * `npm run behind`: how long it takes until a fault behind a known one is told as new, over several seeds; and that the known one never is.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaign } from '../../fuzz/campaign/campaign.ts';
import { repeat } from '../../fuzz/campaign/confirm.ts';
import { withLab } from '../../fuzz/campaign/lab.ts';
import { readCaseFile } from '../../fuzz/cases/store.ts';
import { row } from '../../fuzz/report/markdown.ts';
import { BEHIND_CASES, type Behind, behindTarget, readBehind } from './faulty/behind.ts';

const SEEDS = 5;
/** Of one campaign, as a person would give it. */
const MS = 60_000;
/** Of one on the init without its second fault: enough for each look at what is known. */
const ALONE_MS = 10_000;
const REPLAYS = 5;

/** Seconds until another cause of the known signature was told as new, and the case that shows it; undefined where none was. */
async function hunt(one: Behind, alone: boolean, seed: number, out: string): Promise<{ seconds: number; path: string } | undefined> {
  const target = { ...(await behindTarget(one, alone)), name: one.name };
  for await (const event of campaign({ targets: [target], seed, ms: alone ? ALONE_MS : MS, corpus: [BEHIND_CASES], out }))
    if (event.type === 'failure' && event.behind !== undefined && event.signature.startsWith(one.signature))
      return { seconds: event.ms / 1000, path: event.case };
  return undefined;
}

/** Whether it is the second fault's: the init without that does not show it. */
async function isHidden(one: Behind, path: string): Promise<boolean> {
  const { case: saved } = await readCaseFile(path);
  const alone = await behindTarget(one, true);
  const { shown } = await withLab([alone], {}, (lab) => repeat(lab, saved.scenario, alone, saved.signature ?? '', REPLAYS));
  return shown === 0;
}

const names = process.argv.slice(2);
const all = (await readBehind()).filter(({ name }) => names.length === 0 || names.includes(name));
const say = (...cells: string[]): boolean => process.stdout.write(`${row(...cells)}\n`);
say('init', 'signature', 'told as new', 'seconds, each seed', 'the known one alone is');
say('---', '---', '--:', '---', '---');
const folder = await mkdtemp(join(tmpdir(), 'initproof-behind-'));
for (const one of all) {
  const times: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const found = await hunt(one, false, seed, join(folder, `${one.name}-${seed}`));
    if (found !== undefined && (await isHidden(one, found.path))) times.push(found.seconds.toFixed(1));
  }
  const alone = await hunt(one, true, 1, join(folder, `${one.name}-known`));
  say(`\`${one.name}\``, one.signature, `${times.length} of ${SEEDS}`, times.join(' '), alone === undefined ? 'no' : 'yes');
}
await rm(folder, { recursive: true, force: true });
