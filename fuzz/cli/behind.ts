/** `npm run behind`: how long it takes until a fault behind a known one is told as new, over several seeds; and that the known one never is. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaign } from '../campaign/campaign.ts';
import { row } from '../report/markdown.ts';
import { BEHIND_CASES, type Behind, behindTarget, readBehind } from './faulty/behind.ts';

const SEEDS = 5;
/** Of one campaign, as a person would give it. */
const MS = 60_000;

/** Seconds until the second fault was told as new; undefined where it was not. `others`: other signatures that were new. */
async function hunt(one: Behind, alone: boolean, seed: number, out: string): Promise<{ seconds?: number; others: string[] }> {
  const target = { ...(await behindTarget(one, alone)), name: one.name };
  const others: string[] = [];
  for await (const event of campaign({ targets: [target], seed, ms: alone ? MS / 4 : MS, corpus: [BEHIND_CASES], out })) {
    if (event.type !== 'failure' || event.known) continue;
    if (event.behind !== undefined && event.signature.startsWith(one.signature)) return { seconds: event.ms / 1000, others };
    others.push(event.signature);
  }
  return { others };
}

const names = process.argv.slice(2);
const all = (await readBehind()).filter(({ name }) => names.length === 0 || names.includes(name));
const say = (...cells: string[]): boolean => process.stdout.write(`${row(...cells)}\n`);
say('init', 'signature', 'told as new', 'seconds, each seed', 'the known one alone is');
say('---', '---', '--:', '---', '---');
const folder = await mkdtemp(join(tmpdir(), 'initproof-behind-'));
for (const one of all) {
  const hunts = [];
  for (let seed = 1; seed <= SEEDS; seed++) hunts.push(await hunt(one, false, seed, join(folder, `${one.name}-${seed}`)));
  const alone = await hunt(one, true, 1, join(folder, `${one.name}-known`));
  const times = hunts.flatMap(({ seconds }) => seconds ?? []);
  const found = `${times.length} of ${SEEDS}`;
  say(`\`${one.name}\``, one.signature, found, times.map((s) => s.toFixed(1)).join(' '), alone.seconds === undefined ? 'no' : 'yes');
}
await rm(folder, { recursive: true, force: true });
