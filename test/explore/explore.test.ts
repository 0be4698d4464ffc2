/** Whole explorations, of the sound init and of one with a race. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CampaignEventBody } from '../../fuzz/campaign/events.ts';
import { examinedOf } from '../../fuzz/campaign/examination.ts';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { openLab } from '../../fuzz/campaign/lab.ts';
import { listCases } from '../../fuzz/cases/store.ts';
import { faultyTarget } from '../measure/faulty/faults.ts';
import { BASES } from '../../fuzz/explore/bases.ts';
import { isAtFault } from '../../fuzz/explore/cells.ts';
import { type Exploration, explore } from '../../fuzz/explore/explore.ts';
import type { Explored } from '../../fuzz/explore/explore-base.ts';
import { Journal } from '../../fuzz/explore/journal.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';

/** ms. A quiet machine takes seconds. */
const TIMEOUT = 300_000;

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'initproof-test-'));
});
afterEach(() => rmSync(out, { recursive: true }));

async function sound(): Promise<FoundTarget> {
  const found = await findTarget('sound');
  if (!found.ok) throw new Error(found.why);
  return found.target;
}

async function run(
  target: FoundTarget,
  names: string[],
  more: Partial<Exploration> = {},
): Promise<{ explored: Explored[]; told: CampaignEventBody[] }> {
  const told: CampaignEventBody[] = [];
  const provenance = { seed: 0, generator: 0, version: '0', kernel: '', date: '2026-01-31' };
  const desk = { out, provenance, emit: (event: CampaignEventBody) => void told.push(event) };
  const bases = BASES.filter(({ name }) => names.includes(name));
  const given = {
    target,
    bases,
    corpus: [],
    jobs: 2,
    out,
    shrink: true,
    cells: 'single' as const,
    desk,
    signal: new AbortController().signal,
    progress: () => {},
  };
  const explored: Explored[] = [];
  for await (const one of explore({ ...given, ...more })) explored.push(one);
  return { explored, told };
}

const cellsIn = ({ explored }: { explored: Explored[] }): string[] =>
  explored.flatMap(({ cells }) => cells.map(({ place, happening, outcome }) => `${JSON.stringify(place)} ${happening} ${outcome}`));

describe('an exploration', { timeout: TIMEOUT }, () => {
  test('shows no fault on the sound init, whatever happens wherever; twice it is the same, cell for cell', async () => {
    const all = BASES.map(({ name }) => name);
    const first = await run(await sound(), all);
    const cells = first.explored.flatMap((one) => one.cells);
    expect(cells.filter((cell) => isAtFault(cell) || cell.outcome === 'flaky' || cell.outcome === 'failed')).toEqual([]);
    expect(cells.length).toBeGreaterThan(8000);
    expect(cellsIn(await run(await sound(), all))).toEqual(cellsIn(first));
  });

  test('finds a race and keeps a case, which says the call by its name and its number', async () => {
    const target = await faultyTarget({ name: 'masks-after-fork' });
    const { explored, told } = await run(target, ['exit']);
    expect(explored.flatMap(({ cells }) => cells).some(({ outcome }) => outcome === 'hung')).toBe(true);
    expect(told.filter(({ type }) => type === 'failure')).toHaveLength(1);
    const { cases } = await listCases(join(out, 'found'));
    const placements = cases.flatMap(({ case: { scenario } }) => scenario.steps.flatMap((step) => ('at' in step ? step.at : [])));
    expect(placements).toEqual([expect.objectContaining({ when: 'exit', index: expect.any(Number) })]);
  });

  test('that was interrupted goes on where it was', async () => {
    const controller = new AbortController();
    let done = 0;
    const progress = (_: unknown, count: number): void => {
      done = count;
      if (count > 500) controller.abort();
    };
    const target = await sound();
    expect((await run(target, ['exit'], { signal: controller.signal, progress })).explored).toEqual([]);
    expect(done).toBeGreaterThan(500);
    const [rest] = (await run(target, ['exit'])).explored;
    expect(rest?.runs).toBeLessThan((rest?.cells.length ?? 0) - 300);
  });

  test('looks again into what was at fault when it was interrupted, and into nothing else', async () => {
    const target = await faultyTarget({ name: 'masks-after-fork' });
    const base = BASES.filter(({ name }) => name === 'exit')[0];
    const [first] = (await run(target, ['exit'])).explored;
    if (base === undefined || first === undefined) throw new Error('There is nothing explored');
    const journal = await Journal.open(out, target, base, 'single');
    for (const cell of first.cells) journal.add(cell);
    await journal.flush();
    const { explored, told } = await run(target, ['exit']);
    expect(explored[0]?.runs).toBe(2 * first.cells.filter(isAtFault).length);
    expect(told.filter(({ type }) => type === 'failure')).toHaveLength(1);
  });
});

describe('that the init is traced', { timeout: TIMEOUT }, () => {
  test('changes no verdict of any case of the corpus', async () => {
    const { cases } = await listCases(join(PACKAGE_ROOT, 'corpus'));
    const target = await sound();
    const lab = await openLab([target]);
    // Where signals come by the clock it is open which moment they meet, and an init that is not PID 1 is never held.
    const fit = cases.filter(({ case: { scenario } }) => scenario.launch.early === undefined && scenario.launch.as === undefined);
    expect(fit.length).toBeGreaterThan(50);
    for (const { path, case: one } of fit) {
      if (one.scenario.steps.some((step) => 'at' in step)) continue;
      const answers = [await lab.examine(one.scenario, target, 'careful'), await lab.record(one.scenario, target)] as const;
      const [plain, traced] = [examinedOf(answers[0]), examinedOf(answers[1])];
      const verdicts = ({ judgements }: typeof plain) =>
        judgements.map(({ property, verdict, signature }) => [property, verdict.kind, signature]);
      expect([path, traced.trace.exit?.how, verdicts(traced)]).toEqual([path, plain.trace.exit?.how, verdicts(plain)]);
    }
    await lab.close();
  });
});
