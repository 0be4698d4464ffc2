/** A property: a named claim about a run, judged against the model. */
import type { Program } from '../compile/program.ts';
import type { Profile } from '../profile/profile.ts';
import { BOUNDS, type Trace } from '../trace/trace.ts';
import type { Comparison } from './compare.ts';
import type { Difference } from './difference.ts';
import { TAMPERED } from './fault.ts';
import type { Contract } from './contract.ts';
import type { Prediction } from './model/predict.ts';
import type { Judged, Verdict, Violated } from './verdict.ts';

/** All that a property may look at. */
export interface Run {
  program: Program;
  trace: Trace;
  contract: Contract;
  prediction: Prediction;
  comparison: Comparison;
  /** Of the target; absent where it is judged by none. */
  profile?: Profile;
}

export interface Property<What extends string = string> {
  /** In kebab-case; the first part of a signature. */
  id: string;
  /** One sentence. */
  claim: string;
  /** Kinds of difference between model and trace that this property names. */
  names: readonly Difference['kind'][];
  /** What it says where PID 1 is the command itself, and there is no init: why nothing. Absent: it judges that too. */
  ofInits?: string;
  /** One verdict, or each difference that is a violation: none hides another. Differences of one cause (signature) count once. */
  judge(run: Run): Judged<NoInfer<What>>;
}

/** What a violation is to those who look at many of them: a class of the matrix of an exploration. */
export type FaultClass = 'lost' | 'doubled' | 'wrong-target' | 'died' | 'hung' | 'wrong-code' | 'zombie' | 'not-started' | 'other';

/**
 * What an exported program can look at without this tool. `started` and `left` are conditions of a judgement; the rest are what a property
 * claims (`fuzz/export/checks.ts` has the check of each).
 */
export type Watchable =
  | 'started'
  | 'left'
  | 'runs'
  | 'leaves'
  | 'code'
  | 'failed-exec'
  | 'noted'
  | 'effects'
  | 'lives'
  | 'reaped'
  | 'signals-handed-down'
  | 'directory'
  | 'descriptors'
  | 'rest';

/** All that is known of a property: what reports, explorations and exported programs say of it comes from here. */
export interface KnownProperty<What extends string = string> extends Property<What> {
  /** What breaks where it does not hold, for people: one or two sentences. */
  why: string;
  /** Man pages and standards that say so: `pid_namespaces(7)`. */
  sources: readonly string[];
  /** Public reports of inits that broke it: repository and number. */
  reports: readonly string[];
  /** Fields of the contract that it rests on: what a target file can say otherwise. */
  contract: readonly (keyof Contract)[];
  /** When it can be judged: where it is not applicable, this was not so. Follows `judged`. */
  applies: string;
  /** What was seen where it holds, in one sentence: from the trace alone. */
  held(seen: Pick<Run, 'program' | 'trace'>): string;
  /** Each `what` that it can say, with what it leads to: one sentence for people who run containers, in their words. */
  consequence: Readonly<Record<What, string>>;
  /** Each `what` that it can say, with its class. */
  outcome: Readonly<Record<What, FaultClass>>;
  /** What of it an exported program can look at, or why it cannot. */
  watch: readonly Watchable[] | { not: string };
}

/**
 * Gives a property its type; throws where its id is not in kebab-case or stands for tampering, since signatures and files are named by it.
 * With all that is known of it (`KnownProperty`), as those of the registry have it, the compiler asks for the class of each `what`.
 */
export function defineProperty<What extends string>(property: KnownProperty<What>): KnownProperty<What>;
export function defineProperty(property: Property): Property;
export function defineProperty(property: Property): Property {
  if (!/^[a-z]+(-[a-z]+)*$/.test(property.id)) throw new TypeError(`Expected a property id in kebab-case, got \`${property.id}\``);
  if (property.id === TAMPERED) throw new TypeError(`Expected an id that is not \`${TAMPERED}\`: that is what forged records are told as`);
  return property;
}

/** All differences that one of the kinds names. */
export function differencesOf<Kind extends Difference['kind']>(run: Run, kinds: readonly Kind[]): (Difference & { kind: Kind })[] {
  const named = (difference: Difference): difference is Difference & { kind: Kind } =>
    (kinds as readonly string[]).includes(difference.kind);
  return run.comparison.differences.filter(named);
}

/** All of them; where there are none it holds, if the run is complete. */
export function violationsOf<What extends string>(run: Run, all: readonly Violated<What>[]): Judged<What> {
  const [first, ...rest] = all;
  return first === undefined ? holdsIfComplete(run) : [first, ...rest];
}

/** Holds, if main was started, the run came to its end and everything was compared; else inconclusive. */
export function holdsIfComplete(run: Run): Verdict<never> {
  if (neverStarted(run)) return { kind: 'inconclusive', why: 'main was never started' };
  if (run.comparison.complete) return { kind: 'holds' };
  const { bound } = run.trace;
  return { kind: 'inconclusive', why: bound === undefined ? (run.prediction.unsure ?? 'the run ended early') : BOUNDS[bound] };
}

/** Whether main should have been started and was not: then nothing else can be said of the run. */
export const neverStarted = (run: Run): boolean => differencesOf(run, ['never-started']).length > 0;
