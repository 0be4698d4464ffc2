/** What of a run's judgements is reported: each violation, or that its record was tampered with. */
import { TAMPERINGS, type Trace } from '../trace/trace.ts';
import type { Judgement } from './judge.ts';
import type { Verdict } from './verdict.ts';

/** Stands where the id of a property does: in signatures, in cases, in the folder of a finding. No property may have it. */
export const TAMPERED = 'tampered';

export interface Fault {
  kind: 'violated' | 'tampered';
  /** The id of the property, or TAMPERED. */
  property: string;
  signature: string;
  /** The sentence for people. */
  said: string;
  /** Of a violation: an index into the trace; the number of its events stands for the init's end. */
  event?: number;
}

/**
 * What each property says of a run whose record was tampered with: the same. Undefined where it was not. Who can write the record can write
 * a violation as well as none, so that nothing else of the run is judged.
 */
export function tamperedJudgements(properties: readonly { id: string }[], { tampered = [] }: Trace): Judgement[] | undefined {
  const [first] = tampered;
  if (first === undefined) return undefined;
  const said = tampered.map((how) => TAMPERINGS[how]).join(' ');
  return properties.map(({ id }) => ({
    property: id,
    verdict: { kind: 'tampered', how: tampered, said },
    signature: `${TAMPERED}/${first}`,
  }));
}

/** All faults that a run shows. Tampering is one for the whole of it, by its first way: what the others add is the same cause. */
export function faultsOf(judgements: readonly Judgement[]): Fault[] {
  const [tampered] = judgements.flatMap(tamperingOf);
  return tampered === undefined ? judgements.flatMap(violationOf) : [tampered];
}

const tamperingOf = ({ verdict, signature }: Judgement): Fault[] =>
  verdict.kind === 'tampered' && signature !== undefined ? [{ kind: verdict.kind, property: TAMPERED, signature, said: verdict.said }] : [];

function violationOf({ property, verdict, signature }: Judgement): Fault[] {
  if (verdict.kind !== 'violated' || signature === undefined) return [];
  const { kind, said, event } = verdict;
  return [{ kind, property, signature, said, ...(event === undefined ? {} : { event }) }];
}

/** Most telling first: of several judgements on one run, this order says which one stands for them. */
const TELLING: readonly Verdict['kind'][] = ['tampered', 'violated', 'inconclusive', 'expected', 'holds', 'not-applicable'];

/**
 * The judgement that stands for all: the one with `signature`, if it is among them, else the most telling; undefined where there is none.
 */
export function mostTelling(judgements: readonly Judgement[], signature?: string): Judgement | undefined {
  const named = judgements.find((judgement) => signature !== undefined && judgement.signature === signature);
  const rank = ({ verdict }: Judgement): number => TELLING.indexOf(verdict.kind);
  return (
    named ?? judgements.reduce<Judgement | undefined>((best, one) => (best === undefined || rank(one) < rank(best) ? one : best), undefined)
  );
}

/**
 * The judgements that a case is about: those of its property (all, where it names none). One that is about tampering holds where the
 * record agrees with the kernel.
 */
export function judgementsOn(property: string | undefined, judgements: readonly Judgement[]): Judgement[] {
  const tampered = judgements.find(({ verdict }) => verdict.kind === 'tampered');
  if (tampered !== undefined) return [tampered];
  if (property === TAMPERED) return [{ property, verdict: { kind: 'holds' }, signature: undefined }];
  return judgements.filter((judgement) => property === undefined || judgement.property === property);
}
