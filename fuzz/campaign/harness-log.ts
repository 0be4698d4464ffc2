/** Harness errors: faults of ours and of the machine, counted by kind; the scenarios are kept, so that they can be reported. */
import { join } from 'node:path';
import { caseId } from '../cases/case-id.ts';
import { whyNotWritten } from '../cases/file-error.ts';
import { writeCaseFile } from '../cases/store.ts';
import type { HarnessError, HarnessCode } from '../execute/harness-error.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { CampaignEventBody } from './events.ts';
import { folderName } from './keep.ts';

/** Scenarios that are kept in all: each kind is told once, and a few examples tell more than hundreds. */
const MOST_FILES = 20;
/** A machine may run out of memory or time for a scenario; where that happens more often than once in so many, it is not chance. */
const ONE_IN = 1000;
const BY_CHANCE = 2;
/** Nothing will work that has failed so often with not one success in between. */
const IN_A_ROW = 20;

/** Faults that would show again: one is too many. */
const FAULTS: readonly HarnessCode[] = ['unexplained', 'program'];

export class HarnessLog {
  count = 0;
  #faults = 0;
  #inARow = 0;
  #files = 0;
  readonly #told = new Set<string>();
  readonly #out: string;
  readonly #emit: (event: CampaignEventBody) => void;
  readonly #elapsed: () => number;

  constructor(out: string, emit: (event: CampaignEventBody) => void, elapsed: () => number) {
    this.#out = out;
    this.#emit = emit;
    this.#elapsed = elapsed;
  }

  success(): void {
    this.#inARow = 0;
  }

  /** `again`: whether it showed when the scenario was run once more. Throws the error itself where it is no use to go on. */
  async add(error: HarnessError, scenario: Scenario, target: string, again: boolean): Promise<void> {
    this.count++;
    if (again && FAULTS.includes(error.code)) this.#faults++;
    if (++this.#inARow >= IN_A_ROW || error.code === 'not-built' || error.code === 'machine') throw error;
    const kind = `${error.code} ${error.message.replace(/\d+/g, 'n').slice(0, 100)}`;
    const isNew = !this.#told.has(kind);
    this.#told.add(kind);
    if (this.#files >= MOST_FILES && !isNew) return;
    this.#files++;
    const file = await this.#save(error, scenario, target, isNew);
    if (isNew) this.#emit({ type: 'harness-error', ms: this.#elapsed(), target, code: error.code, message: error.message, ...file });
  }

  /** Its path; where it cannot be written that is said of those that are told. */
  async #save(error: HarnessError, scenario: Scenario, target: string, told: boolean): Promise<{ file?: string }> {
    const path = join(this.#out, 'harness', `${error.code}-${folderName(target)}-${caseId(scenario)}.yaml`);
    try {
      await writeCaseFile(path, { comment: `${target}: ${error.message}`, expect: {}, scenario });
      return { file: path };
    } catch (cause) {
      const why = whyNotWritten(cause);
      if (told) this.#emit({ type: 'warning', message: `the scenario of a harness error is not kept: ${why}` });
      return {};
    }
  }

  /** Whether they are so many, or such, that the campaign as a whole cannot be relied upon. */
  tooMany(scenarios: number): boolean {
    return this.#faults > 0 || this.count > Math.max(BY_CHANCE, scenarios / ONE_IN);
  }
}
