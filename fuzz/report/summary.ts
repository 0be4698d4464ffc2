/**
 * What the values of a command come to: a check for each property (or case, or scenario) on each target, and the findings behind them. All
 * formats for other programs are drawn from it, so that none has to know which command has answered.
 */
import { addFailure } from '../campaign/retold.ts';
import type { NightsValue } from '../nightly/value.ts';
import { ranked } from './harm.ts';
import { TAKES } from './takes.ts';
import type { ValueOf, ValueType } from './values.ts';

/**
 * `failed` sets exit code 1. `known`: violated, as a case of the corpus says, or as it is recorded. `expected`: a deviation that the target
 * declares. `open`: nothing can be said of it. The worst first: a check is the worst that is said of it.
 */
export const STATUSES = ['error', 'failed', 'flaky', 'open', 'known', 'expected', 'held', 'not-applicable'] as const;
export type Status = (typeof STATUSES)[number];

export interface Check {
  target: string;
  /** A property, a case or a base of an exploration. */
  name: string;
  status: Status;
  /** A sentence each. */
  said: string[];
  findings: Finding[];
  /** The file that it is about. */
  file?: string;
}

export type Failure = ValueOf<'failure'>;

/** A violation that was confirmed, as far as it is told of by a campaign and by a replay alike. */
export type Finding = Pick<
  Failure,
  'target' | 'property' | 'signature' | 'said' | 'case' | 'id' | 'known' | 'repeats' | 'scenario' | 'yaml' | 'story' | 'stderr'
> &
  Partial<Pick<Failure, 'due' | 'consequence' | 'cause' | 'timeline' | 'elsewhere' | 'behind' | 'notKept' | 'index' | 'ms'>> & {
    plain?: true;
    needs?: readonly string[];
    /** How it stands over nights. */
    standing?: string;
    /** The line that shows it again, where that is not `replay`. */
    again?: string;
  };

export interface Summary {
  checks: Check[];
  /** Those that are new, the worst first; then those that are known. */
  fresh: Finding[];
  known: Finding[];
  /** What a person should see beside: warnings, faults of ours. */
  notes: string[];
  begun?: ValueOf<'campaign'>;
  ended?: ValueOf<'end'>;
  rows: ValueOf<'row'>[];
  builds: ValueOf<'build'>[];
  bisection?: ValueOf<'bisection'>;
  /** What nights have left, where it is drawn from that (night-summary.ts). */
  nights?: NightsValue;
  /** Text of the issue about one finding, where that is asked for. */
  issue?: string;
  /** Why it broke down before its end. */
  broken?: string;
}

/** What is said of a check; the marks of one name on one target make one. */
export type Mark = Pick<Check, 'target' | 'name' | 'status'> & Partial<Pick<Check, 'said' | 'findings' | 'file'>>;

/** Takes values as they come, and keeps what they come to. */
export class Summing {
  readonly #failures: Failure[] = [];
  readonly #marks: Mark[] = [];
  readonly #findings: Finding[] = [];
  readonly #seen = new Set<string>();
  readonly summary: Pick<Summary, 'notes' | 'rows' | 'builds'> & Partial<Summary> = { notes: [], rows: [], builds: [] };

  take<Type extends ValueType>(value: ValueOf<Type>): void {
    (TAKES[value.type] as (value: ValueOf<Type>, summing: Summing) => void)(value, this);
  }

  fails(failure: Failure): void {
    addFailure(this.#failures, failure);
  }

  /** Whether a property was violated in a way that was confirmed, or did not show again; else its violations are not confirmed. */
  settled(target: string, property: string): boolean {
    return this.#seen.has(`${target} ${property}`);
  }

  settles({ target, property }: { target: string; property: string }): void {
    this.#seen.add(`${target} ${property}`);
  }

  mark(mark: Mark): void {
    this.#marks.push(mark);
  }

  finds(finding: Finding): void {
    this.#findings.push(finding);
  }

  note(...lines: string[]): void {
    this.summary.notes.push(...lines);
  }

  /** `broken`: why it broke down. */
  done(broken?: string): Summary {
    const failures = this.#failures.map(findingOf);
    const fresh = [...ranked(this.#failures.filter(({ known }) => !known)).map(findingOf), ...this.#findings.filter(({ known }) => !known)];
    const known = [...failures, ...this.#findings].filter((one) => one.known);
    const ofFailures = failures.map((finding): Mark => {
      const { target, property: name, known, said } = finding;
      return { target, name, status: known ? 'known' : 'failed', said: [said], findings: [finding] };
    });
    return {
      ...this.summary,
      checks: inOrder(merged([...this.#marks, ...ofFailures]), this.summary.begun),
      fresh,
      known,
      ...(broken === undefined ? {} : { broken }),
    };
  }
}

const findingOf = (failure: Failure): Finding => failure;

/** One check for each name on each target, in the order in which these come; the worst status stands, with what was said for it. */
function merged(marks: readonly Mark[]): Check[] {
  const checks = new Map<string, Check>();
  for (const { target, name, status, said = [], findings = [], file } of marks) {
    const key = JSON.stringify([target, name]);
    const before = checks.get(key);
    const worse = before === undefined || STATUSES.indexOf(status) < STATUSES.indexOf(before.status);
    checks.set(key, {
      target,
      name,
      status: worse ? status : before.status,
      said: worse ? said : before.status === status ? [...new Set([...before.said, ...said])] : before.said,
      findings: [...(before?.findings ?? []), ...findings],
      ...(file === undefined ? {} : { file }),
    });
  }
  return [...checks.values()];
}

/** Targets as they were named; what the campaign did not list comes behind. */
function inOrder(checks: readonly Check[], begun: ValueOf<'campaign'> | undefined): Check[] {
  const place = (list: readonly string[], name: string): number => (list.includes(name) ? list.indexOf(name) : list.length);
  const targets = begun?.targets.map(({ name }) => name) ?? [];
  const properties = begun?.properties ?? [];
  return [...checks].sort(
    (a, b) => place(targets, a.target) - place(targets, b.target) || place(properties, a.name) - place(properties, b.name),
  );
}
