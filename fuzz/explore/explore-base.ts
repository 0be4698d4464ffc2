/** One base on one target: recorded, then run once for each cell; what is at fault is run again, and one of a kind looked into. */
import type { Findings } from '../campaign/findings.ts';
import { keepInFlight } from '../campaign/in-flight.ts';
import { type Examination, type Examined, examinedOf } from '../campaign/examination.ts';
import type { Lab } from '../campaign/lab.ts';
import { HarnessError } from '../execute/harness-error.ts';
import { faultsOf } from '../judge/fault.ts';
import { isTimeOut } from '../scenario/answers.ts';
import type { Base } from './bases.ts';
import { type Cell, cellKey, cellsOf, isAtFault, type Settled } from './cells.ts';
import type { Exploration } from './explore.ts';
import { Journal } from './journal.ts';
import { deviationsIn, faultIn, outcomeOf } from './outcome.ts';
import { pairsOf } from './pairs.ts';
import type { Place } from '../guide/places.ts';
import { placesOf } from './places.ts';
import { boundOf, schedulesOf } from './schedules.ts';

const UNAVAILABLE =
  'No init can be traced here (ptrace(2)), or this machine has not what the launch asks for: initproof doctor says what to change';

const SYNTHETIC = { synthetic: true } as const;
/** The kernel may never answer so. */
const isSynthetic = ({ place, happening }: Cell): boolean => happening.fails !== undefined && !isTimeOut(place.call, happening.fails);

/** What is the same for each of many signals is looked into once. */
const OF_A_SIGNAL = /:(SIG\S+|real-time)$/;

/** Cells under way for each executor: no executor waits for Node. */
const PER_EXECUTOR = 8;

export interface Explored {
  base: Base;
  cells: Settled[];
  /** System calls of the init that were recorded. */
  calls: number;
  /** Runs, and what they took, ms; those that an earlier exploration has left aside. */
  runs: number;
  ms: number;
  /** Of drawn schedules: one in how many meets a bug of their depth, at least. */
  bound?: number;
}

export class BaseExploration {
  readonly #settled = new Map<string, Settled>();
  #runs = 0;
  #usual: ReadonlySet<string> = new Set();
  /** Kinds of violation that were handed on: of the rest the matrix tells. */
  readonly #told = new Set<string>();
  readonly #given: Exploration;
  readonly #base: Base;
  readonly #lab: Lab;
  readonly #findings: Findings;

  constructor(given: Exploration, base: Base, lab: Lab, findings: Findings) {
    this.#given = given;
    this.#base = base;
    this.#lab = lab;
    this.#findings = findings;
  }

  /** Undefined where it was interrupted; what is settled by then is in the journal. */
  async all(): Promise<Explored | undefined> {
    const { target, out, signal, cells: kind } = this.#given;
    const answer = await this.#lab.record(this.#base.scenario, target);
    if (answer.kind === 'closed') return undefined;
    const recorded = examinedOf(answer);
    await this.#tellTampering(recorded);
    if (recorded.trace.bound === 'unavailable') throw new HarnessError('machine', UNAVAILABLE);
    this.#usual = deviationsIn(recorded);
    const places = placesOf(this.#base, recorded.program, recorded.trace);
    const cells = this.#cellsAt(places);
    const journal = await Journal.open(out, target, this.#base, kind);
    const began = performance.now();
    const waiting = cells.values();
    await keepInFlight<Cell>({
      next: () => (signal.aborted || this.#findings.failed ? undefined : waiting.next().value),
      limit: () => PER_EXECUTOR * this.#lab.jobs,
      run: async (cell) => {
        await this.#settle(cell, journal);
        this.#given.progress(this.#base, this.#settled.size, cells.length, this.#findings.doing);
      },
    });
    await this.#findings.done();
    if (signal.aborted) {
      await journal.flush();
      if (journal.lost !== undefined) this.#warn(`how far it has come is not kept: ${journal.lost}`);
      return undefined;
    }
    await journal.remove();
    return {
      base: this.#base,
      cells: cells.flatMap(({ place, happening }) => this.#settled.get(cellKey(place, happening.name)) ?? []),
      calls: recorded.trace.events.filter((event) => event.kind === 'call' && event.of === 'init' && event.when === 'entry').length,
      runs: this.#runs,
      ms: performance.now() - began,
      ...(typeof kind === 'object' ? { bound: boundOf(places, kind) } : {}),
    };
  }

  #warn(message: string): void {
    this.#given.desk.emit({ type: 'warning', message });
  }

  #cellsAt(places: readonly Place[]): Cell[] {
    const { cells } = this.#given;
    if (cells === 'single') return cellsOf(this.#base, places);
    return cells === 'pairs' ? pairsOf(this.#base, places) : schedulesOf(this.#base, places, cells);
  }

  async #settle(cell: Cell, journal: Journal): Promise<void> {
    const key = cellKey(cell.place, cell.happening.name);
    // What was at fault has to be looked into: whether that was done is not known.
    const known = journal.get(key);
    const settled = known === undefined || isAtFault(known) ? await this.#run(cell) : known;
    if (settled === undefined) return;
    this.#settled.set(key, settled);
    if (known === undefined) journal.add(settled);
  }

  async #run(cell: Cell): Promise<Settled | undefined> {
    const { base, place, happening } = cell;
    const settled = { base: base.name, place, happening: happening.name, ...(isSynthetic(cell) ? SYNTHETIC : {}) };
    const examined = await this.#examine(cell);
    if (examined.kind === 'closed') return undefined;
    if (examined.kind === 'failed') return { ...settled, outcome: 'failed' };
    const { kind, signature } = faultIn(examined) ?? {};
    if (signature === undefined) return { ...settled, outcome: outcomeOf(examined, happening, this.#usual) };
    // An init may forge once in a thousand runs: it is told all the same.
    const again = kind === 'tampered' ? examined : await this.#examine(cell);
    if (again.kind === 'closed') return undefined;
    if (again.kind === 'failed' || faultIn(again)?.signature !== signature) return { ...settled, outcome: 'flaky', signature };
    await this.#tell(cell, again);
    return { ...settled, outcome: outcomeOf(again, happening, this.#usual), signature };
  }

  /** With care: no short cut is taken. What no property names says nothing about the init. */
  async #examine({ scenario }: Cell): Promise<Examination> {
    this.#runs++;
    const answer = await this.#lab.examine(scenario, this.#given.target, 'careful');
    if (answer.kind !== 'examined' || answer.unexplained.length === 0) return answer;
    return { kind: 'failed', error: new HarnessError('unexplained', answer.unexplained.join('; ')) };
  }

  /** The base itself has no cell. */
  async #tellTampering({ judgements }: Examined): Promise<void> {
    for (const fault of faultsOf(judgements))
      if (fault.kind === 'tampered') await this.#findings.take({ scenario: this.#base.scenario, target: this.#given.target, ...fault });
  }

  /** One of a kind is looked into: made small, and kept. */
  async #tell(cell: Cell, examined: Examined): Promise<void> {
    const { scenario, happening } = cell;
    const { target } = this.#given;
    const fault = faultIn(examined);
    // What the kernel may never do is no finding: the matrix shows it. No answer makes an honest init forge.
    if (fault === undefined || (isSynthetic(cell) && fault.kind !== 'tampered')) return;
    const kind = `${outcomeOf(examined, happening, this.#usual)} ${fault.signature.replace(OF_A_SIGNAL, '')}`;
    if (this.#told.has(kind)) return;
    this.#told.add(kind);
    await this.#findings.take({ scenario, target, ...fault });
  }
}
