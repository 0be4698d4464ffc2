/** Runs and judges scenarios, and sorts out what is a fault of ours. */
import type { StoredCase } from '../cases/store.ts';
import { HarnessError } from '../execute/harness-error.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Care } from './care.ts';
import type { FoundTarget } from './find-target.ts';
import type { HarnessLog } from './harness-log.ts';
import type { Examined, Lab } from './lab.ts';

/** A scenario on a target: `index` of those of the seed, `from` of those that are cases. */
export interface Item {
  scenario: Scenario;
  target: FoundTarget;
  index?: number;
  guided?: true;
  from?: StoredCase;
}

export interface ExaminerOptions {
  lab: Lab;
  /** For replays beside the flow of scenarios. */
  side(): Promise<Lab>;
  harness: HarnessLog;
  /** When aborted, the labs are closed as well. */
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
   * Careful ones run beside the flow. `undefined` where the harness failed, or the campaign was ended meanwhile. Throws what
   * makes it no use to go on.
   */
  async examine(item: Item, care: Care): Promise<Examined | undefined> {
    const { harness } = this.#options;
    const lab = care === 'careful' ? await this.#options.side() : this.#options.lab;
    try {
      const examined = await lab.examine(item.scenario, item.target, care);
      harness.success();
      if (examined.unexplained.length > 0) await this.#alone(() => this.#unexplained(item, examined.unexplained));
      return examined;
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      if (!this.#ended(error)) await this.#alone(() => this.#retry(item, error));
      return undefined;
    }
  }

  #ended(error: HarnessError): boolean {
    return error.code === 'closed' && this.#options.signal.aborted;
  }

  #alone(work: () => Promise<void>): Promise<void> {
    const result = this.#retries.then(work);
    this.#retries = result.catch(() => {});
    return result;
  }

  /** An executor that ends takes with it what others had under way. */
  async #retry({ scenario, target }: Item, error: HarnessError): Promise<void> {
    if (error.code === 'closed') throw error;
    const again = await this.#again(scenario, target);
    if (again instanceof HarnessError) {
      if (!this.#ended(again)) await this.#options.harness.add(again, scenario, target.name, true);
    } else if (error.code === 'program') await this.#options.harness.add(error, scenario, target.name, false);
  }

  async #unexplained({ scenario, target }: Item, lines: readonly string[]): Promise<void> {
    const again = await this.#again(scenario, target);
    if (again instanceof HarnessError && this.#ended(again)) return;
    const shows = !(again instanceof HarnessError) && again.unexplained.length > 0;
    const message = `${lines.slice(0, 3).join('; ')}${shows ? '' : ' (not when it was run again)'}`;
    await this.#options.harness.add(new HarnessError('unexplained', message), scenario, target.name, shows);
  }

  async #again(scenario: Scenario, target: FoundTarget): Promise<Examined | HarnessError> {
    const side = await this.#options.side();
    return side.examine(scenario, target, 'careful').catch((error: unknown) => {
      if (error instanceof HarnessError) return error;
      throw error;
    });
  }
}
