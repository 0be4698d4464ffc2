/** The same scenarios on several targets: a matrix of targets and properties. */
import { scenarioAt } from '../generate/seeds.ts';
import { type Fault, faultsOf } from '../judge/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Tampering } from '../trace/trace.ts';
import { type Care, careAt } from './care.ts';
import { shows, staysUnexplained } from './confirm.ts';
import type { PropertyTally } from './events.ts';
import type { Examined } from './examination.ts';
import type { FoundTarget } from './find-target.ts';
import { keepInFlight } from './in-flight.ts';
import type { Lab } from './lab.ts';
import { Pace } from './pace.ts';
import { Plan } from './plan.ts';
import { Tally } from './tally.ts';

export interface Row {
  target: string;
  scenarios: number;
  harnessErrors: number;
  properties: Cell[];
  /** Where the record of a run was tampered with: no cell of the row is evidence. */
  tampered?: Tampered;
}

/** `runs`: in how many of them; `first`: index of the first scenario; `how`: each way that was seen. */
export interface Tampered {
  runs: number;
  first: number;
  how: Tampering[];
}

/** `violated` counts those that showed again; `flaky` those that did not. */
export interface Cell extends PropertyTally {
  flaky: number;
  /** Index of the first scenario that showed a violation, to find it again. */
  first?: number;
}

export interface CompareOptions {
  seed: number;
  /** Scenarios, each on every target. */
  runs: number;
  /** Instead of scenarios of the seed. */
  scenarios?: readonly Scenario[];
  /** Ends it early, with what there is; the lab is closed then. */
  signal?: AbortSignal | undefined;
  onProgress?: (done: number, of: number) => void;
}

/** Runs them all. A violation counts when it shows once more, a forged record at once. */
export async function compare(lab: Lab, targets: readonly FoundTarget[], options: CompareOptions): Promise<Row[]> {
  const runs = options.scenarios?.length ?? options.runs;
  const pace = new Pace();
  const states = new Map(targets.map((target) => [target, new RowState(target, lab)]));
  const plan = new Plan(targets, runs);
  options.signal?.addEventListener('abort', () => void lab.close());
  let done = 0;
  await keepInFlight({
    next: () => (options.signal?.aborted === true ? undefined : plan.next()),
    limit: () => pace.perExecutor * lab.jobs,
    run: async ({ target, index }) => {
      const us = await states.get(target)?.examine(chosen(options, index), index);
      if (us !== undefined) {
        pace.ran(us);
        plan.ran(target, us);
      }
      options.onProgress?.(++done, runs * targets.length);
    },
  });
  return [...states.values()].map((state) => state.row);
}

interface Chosen {
  scenario: Scenario;
  care: Care;
}

/** Cases are few: each is by exec. */
function chosen({ scenarios, seed }: CompareOptions, index: number): Chosen {
  const scenario = scenarios?.[index];
  return scenario === undefined ? { scenario: scenarioAt(seed, index), care: careAt(index) } : { scenario, care: 'plain' };
}

class RowState {
  readonly #target: FoundTarget;
  readonly #lab: Lab;
  readonly #tally: Tally;
  readonly #flaky = new Map<string, number>();
  readonly #first = new Map<string, number>();
  #harnessErrors = 0;
  #tampered: Tampered | undefined;

  constructor(target: FoundTarget, lab: Lab) {
    this.#target = target;
    this.#lab = lab;
    this.#tally = new Tally(lab.properties.map(({ id }) => id));
  }

  /** The run's time, µs; `undefined` where the harness failed. */
  async examine({ scenario, care }: Chosen, index: number): Promise<number | undefined> {
    const answer = await this.#lab.examine(scenario, this.#target, care);
    switch (answer.kind) {
      case 'closed':
        return undefined;
      case 'failed':
        this.#harnessErrors++;
        return undefined;
      case 'examined':
        return this.#take(answer, scenario, index);
    }
  }

  async #take({ judgements, trace, unexplained }: Examined, scenario: Scenario, index: number): Promise<number> {
    if (unexplained.length > 0 && (await staysUnexplained(this.#lab, scenario, this.#target))) this.#harnessErrors++;
    this.#tally.add(judgements);
    if (trace.tampered !== undefined) this.#note(trace.tampered, index);
    const violations = faultsOf(judgements).filter(({ kind }) => kind === 'violated');
    for (const property of new Set(violations.map((fault) => fault.property))) {
      const faults = violations.filter((fault) => fault.property === property);
      await this.#confirm(scenario, index, property, faults);
    }
    return trace.us;
  }

  #note(how: readonly Tampering[], index: number): void {
    const { runs, first, how: before } = this.#tampered ?? { runs: 0, first: index, how: [] };
    this.#tampered = { runs: runs + 1, first: Math.min(first, index), how: [...new Set([...before, ...how])] };
  }

  /** A property is violated in a scenario once, however many of its differences were seen: where one of them shows again. */
  async #confirm(scenario: Scenario, index: number, property: string, faults: readonly Fault[]): Promise<void> {
    const again = await Promise.all(faults.map(({ signature }) => shows(this.#lab, scenario, this.#target, signature)));
    if (!again.includes(true)) this.#flaky.set(property, (this.#flaky.get(property) ?? 0) + 1);
    else this.#first.set(property, Math.min(index, this.#first.get(property) ?? index));
  }

  get row(): Row {
    const properties = this.#tally.properties.map((tally): Cell => {
      const flaky = this.#flaky.get(tally.property) ?? 0;
      const first = this.#first.get(tally.property);
      return { ...tally, violated: tally.violated - flaky, flaky, ...(first === undefined ? {} : { first }) };
    });
    const tampered = this.#tampered === undefined ? {} : { tampered: this.#tampered };
    return { target: this.#target.name, scenarios: this.#tally.scenarios, harnessErrors: this.#harnessErrors, properties, ...tampered };
  }
}
