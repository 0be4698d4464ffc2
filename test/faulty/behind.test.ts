/**
 * What is known hides nothing: each init of targets/faulty/behind/ has a fault that a case declares and a second one behind it with the
 * same signature. A campaign tells the second as new, and the known one not: what is told holds on the same init without the second.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CampaignEvent } from '../../fuzz/campaign/events.ts';
import { campaign } from '../../fuzz/campaign/campaign.ts';
import { withLab } from '../../fuzz/campaign/lab.ts';
import { repeat } from '../../fuzz/campaign/confirm.ts';
import { listCases, readCaseFile } from '../../fuzz/cases/store.ts';
import { BEHIND_CASES, type Behind, behindTarget, readBehind } from '../measure/faulty/behind.ts';
import { PROPERTIES } from '../../properties/index.ts';
import { temporary } from '../fixtures/temporary.ts';

/** `npm run behind` has measured more. */
const SEED = 1;
/** Scenarios; a quarter is enough for the slowest. */
const RUNS = 20_000;
/** Of the init without the second fault: each look behind the known one has its turn. */
const FEWER = 2000;
const TIMEOUT = 600_000;

const all = await readBehind();
const out = temporary();

type Failure = Extract<CampaignEvent, { type: 'failure' }>;

/** All failures up to the first that has another cause than the known one, if there is one. */
async function failures(one: Behind, alone: boolean, runs: number): Promise<Failure[]> {
  const target = { ...(await behindTarget(one, alone)), name: one.name };
  const properties = PROPERTIES.filter(({ id }) => one.signature.startsWith(`${id}/`));
  const options = { targets: [target], properties, seed: SEED, runs, corpus: [BEHIND_CASES], out: join(out, `${one.name}-${alone}`) };
  const told: Failure[] = [];
  for await (const event of campaign(options)) {
    if (event.type === 'failure') told.push(event);
    if (event.type === 'failure' && event.behind !== undefined && event.signature.startsWith(one.signature)) break;
  }
  return told;
}

test('there are enough of them, over enough properties, each with a case of its own', async () => {
  expect(all.length).toBeGreaterThanOrEqual(12);
  expect(new Set(all.map(({ signature }) => signature.split('/')[0])).size).toBeGreaterThanOrEqual(5);
  const { cases, errors } = await listCases(BEHIND_CASES);
  expect(errors).toEqual([]);
  for (const { name, signature } of all) {
    const own = cases.filter(({ case: { expect: recorded } }) => recorded[name] === 'violated');
    expect([name, own.length > 0, own.every((stored) => stored.case.signature?.startsWith(signature))]).toEqual([name, true, true]);
  }
});

describe.each(all)('$name', (one) => {
  test(
    'the fault behind the known one is new',
    async () => {
      const told = await failures(one, false, RUNS);
      const last = told.at(-1);
      expect(last).toMatchObject({ known: false, behind: expect.any(String), signature: expect.stringContaining(one.signature) });
      const { case: saved } = await readCaseFile(last?.case ?? '');
      const alone = await behindTarget(one, true);
      const { shown } = await withLab([alone], {}, (lab) => repeat(lab, saved.scenario, alone, saved.signature ?? '', 5));
      expect(shown).toBe(0);
    },
    TIMEOUT,
  );

  test(
    'the known one alone is not',
    async () => expect((await failures(one, true, FEWER)).filter(({ behind }) => behind !== undefined)).toEqual([]),
    TIMEOUT,
  );
});
