/** Runs and judges scenarios, and sorts out what is a fault of ours. */
import type { StoredCase } from '../cases/store.ts';
import { HarnessError } from '../execute/harness-error.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Care } from './care.ts';
import { type Examination, type Examined, examinedOf } from './examination.ts';
import type { FoundTarget } from './find-target.ts';
import type { HarnessLog } from './harness-log.ts';
import type { Lab } from './lab.ts';

/** A scenario on a target: `index` of those of the seed, `from` of those that are cases. */
export interface Item {
  scenario: Scenario;
  target: FoundTarget;
  index?: number;
  guided?: true;
  from?: StoredCase;
}

export interface ExaminerOptions {
  /** What seems to be a fault of ours is run again there. */
  side(): Promise<Lab>;
  harness: HarnessLog;
  /** When aborted, the labs are closed as well: what ran there is cut off, and nothing is said of it. */
  signal: AbortSignal;
}

export class Examiner {
  readonly #options: ExaminerOptions;
  /** Retries come one after the other: only the one that is to blame fails again. */
  #retries: Promise<unknown> = Promise.resolve();

  constructor(options: ExaminerOptions) {
    this.#options = options;
  }

  /**
   * `undefined` where the harness failed, or the campaign was ended meanwhile. Throws what makes it no use to go on. `over`: when aborted,
   * the lab is closed as well; default: the `signal` of all.
   */
  async examine(item: Item, care: Care, lab: Lab, over = this.#options.signal): Promise<Examined | undefined> {
    const { harness } = this.#options;
    const answer = await lab.examine(item.scenario, item.target, care);
    switch (answer.kind) {
      case 'closed':
        return over.aborted ? undefined : this.#closed();
      case 'failed':
        await this.#alone(() => this.#retry(item, answer.error));
        return undefined;
      case 'examined':
        harness.success();
        if (answer.unexplained.length > 0) await this.#alone(() => this.#unexplained(item, answer.unexplained));
        return answer;
    }
  }

  /** The end of the time, or of the campaign, closes the labs. Throws where they were closed before it. */
  #closed(): undefined {
    if (!this.#options.signal.aborted) examinedOf({ kind: 'closed' });
  }

  #alone(work: () => Promise<void>): Promise<void> {
    const result = this.#retries.then(work);
    this.#retries = result.catch(() => {});
    return result;
  }

  /** An executor that ends takes with it what others had under way. */
  async #retry(item: Item, error: HarnessError): Promise<void> {
    const again = await this.#again(item);
    switch (again.kind) {
      case 'closed':
        return this.#closed();
      case 'failed':
        return this.#add(again.error, item, true);
      case 'examined':
        if (error.code === 'program') await this.#add(error, item, false);
    }
  }

  async #unexplained(item: Item, lines: readonly string[]): Promise<void> {
    const again = await this.#again(item);
    if (again.kind === 'closed') return this.#closed();
    const shows = again.kind === 'examined' && again.unexplained.length > 0;
    const message = `${lines.slice(0, 3).join('; ')}${shows ? '' : ' (not when it was run again)'}`;
    await this.#add(new HarnessError('unexplained', message), item, shows);
  }

  #add(error: HarnessError, { scenario, target }: Item, again: boolean): Promise<void> {
    return this.#options.harness.add(error, scenario, target.name, again);
  }

  async #again({ scenario, target }: Item): Promise<Examination> {
    const side = await this.#options.side();
    return side.examine(scenario, target, 'careful');
  }
}
