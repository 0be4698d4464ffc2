/**
 * Which violations are worth a try for a plainer case. A finding that needs something unusual may have a second way to show, which nobody
 * would look for, since its signature is settled: of what comes up with that signature later, the usual form is tried.
 */
import { contains } from '../cause/contains.ts';
import { needsOf } from '../cause/plainness.ts';
import { usualForm } from '../cause/usual.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { canonical } from '../shrink/canonical.ts';
import type { Violation } from './keep.ts';

/**
 * Tries for one finding, a run each: of violations that lack what its case consists of, which show in another way; and of those that have it,
 * which mostly show by that. What none of these shows is rare.
 */
const MOST_TRIES = { otherwise: 8, alike: 3 };
/** Violations that wait for the finding to be told, or for a try: as many as may be tried. */
const MOST_WAITING = 12;
/** Share of the executors' time that tries take at most, as looks behind known cases have (causes.ts). */
const SHARE = 0.05;
/** But so much in any case, ms: some tens of tries of a usual init, one of a slow one. */
const LEAST_MS = 500;

interface Finding {
  /** The scenario of its case, once it is told. */
  told?: Scenario;
  /** It is being tried. */
  busy: boolean;
  waiting: { violation: Violation; usual: Scenario }[];
  /** Usual forms that came up: none is tried twice. */
  seen: Set<string>;
  tries: typeof MOST_TRIES;
}

export class Plainer {
  readonly #findings = new Map<string, Finding>();
  #spentMs = 0;

  /** Takes note of a violation of the finding `key`, which is being looked into or is told. */
  offer(key: string, violation: Violation): void {
    const finding = this.#of(key);
    const { told, waiting, seen } = finding;
    if (waiting.length >= MOST_WAITING || (told !== undefined && (isPlain(told) || !hasTries(finding, violation)))) return;
    const usual = usualForm(violation.scenario);
    const text = usual === undefined ? undefined : canonical(usual);
    if (usual === undefined || text === undefined || seen.has(text)) return;
    seen.add(text);
    waiting.push({ violation, usual });
  }

  /** The finding is told, with a case of this scenario; or what was tried does not show, and it stays as it is. */
  told(key: string, scenario?: Scenario): void {
    const finding = this.#of(key);
    finding.busy = false;
    if (scenario !== undefined) finding.told = scenario;
  }

  /**
   * What is to be tried now for a plainer case, in its usual form: one at a time, what shows in another way first, and within the share of
   * `executorMs`, the time of executors so far. `told` says when it is over.
   */
  next(key: string, executorMs: number): Violation | undefined {
    const finding = this.#of(key);
    const { told, busy, waiting } = finding;
    if (told === undefined || busy || isPlain(told) || this.#spentMs >= Math.max(LEAST_MS, SHARE * executorMs)) return undefined;
    finding.waiting = waiting.filter(({ violation }) => hasTries(finding, violation));
    const otherwise = finding.waiting.findIndex(({ violation }) => wayOf(finding, violation) === 'otherwise');
    const [next] = finding.waiting.splice(Math.max(0, otherwise), 1);
    if (next === undefined) return undefined;
    finding.busy = true;
    finding.tries[wayOf(finding, next.violation)]--;
    return { ...next.violation, scenario: next.usual };
  }

  /** What this takes counts as spent. */
  async timed<T>(attempt: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await attempt();
    } finally {
      this.#spentMs += performance.now() - began;
    }
  }

  #of(key: string): Finding {
    const finding = this.#findings.get(key) ?? { busy: false, waiting: [], seen: new Set<string>(), tries: { ...MOST_TRIES } };
    this.#findings.set(key, finding);
    return finding;
  }
}

const isPlain = (scenario: Scenario): boolean => needsOf(scenario).length === 0;

const wayOf = ({ told }: Finding, { scenario }: Violation): keyof typeof MOST_TRIES =>
  told !== undefined && contains(scenario, told) ? 'alike' : 'otherwise';

const hasTries = (finding: Finding, violation: Violation): boolean => finding.tries[wayOf(finding, violation)] > 0;
