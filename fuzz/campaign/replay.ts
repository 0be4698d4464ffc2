/** Cases again, on some targets, some times: is the verdict the recorded one, and always the same? */
import type { Expectation } from '../cases/case.ts';
import { writeCase } from '../cases/case-file.ts';
import type { StoredCase } from '../cases/store.ts';
import { faultsOf, judgementsOn, mostTelling } from '../judge/fault.ts';
import type { Judgement } from '../judge/judge.ts';
import type { Verdict } from '../judge/verdict.ts';
import { explain } from '../scenario/explain.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Trace } from '../trace/trace.ts';
import { type Account, accountOf, type Reason, reasonOf } from './account.ts';
import { causeOf } from './call-cause.ts';
import type { Examined } from './examination.ts';
import type { FoundTarget } from './find-target.ts';
import type { Lab } from './lab.ts';

export interface Replayed extends Account {
  target: string;
  case: string;
  id: string;
  /** The case's property; of a plain scenario all were judged, and the most telling verdict stands for them. */
  property?: string;
  recorded?: Expectation;
  /** Of the violations and forged records that were seen. */
  signatures: string[];
  times: number;
  /** How often each verdict came; harness errors apart. */
  verdicts: Partial<Record<Verdict['kind'], number>>;
  harnessErrors: string[];
  /** The scenario in plain English, and the case as its file has it. */
  scenario: string[];
  yaml: string;
  /** The verdict if it was always the same one. */
  always?: Verdict['kind'];
  /** Whether it was always the recorded one; absent where none is recorded. */
  asRecorded?: boolean;
  /** Where the init was held at another of its calls than the case says: with another libc the ordinals are others. */
  moved?: string;
  /** Why the verdict is what it is: of the last run with the most telling one. Absent where no run was judged. */
  said?: string;
  /** Each verdict of that run with why: of the case's property, or of all. */
  reasons: Reason[];
}

interface Judged {
  kind: 'judged';
  judgement: Judgement;
  /** All that the case is about. */
  judgements: readonly Judgement[];
  examined: Examined;
}

/** `why`: the harness error of a run without a verdict. */
type Run = Judged | { kind: 'unjudged'; why: string };

/**
 * Replays one case on one target. `whole`: its story has every event. Rejects for a binary that cannot be executed, and where this machine
 * cannot run it.
 */
export async function replay(lab: Lab, stored: StoredCase, target: FoundTarget, times: number, whole = false): Promise<Replayed> {
  const runs = await Promise.all(Array.from({ length: times }, () => once(lab, stored, target)));
  const judged = runs.filter((run) => run.kind === 'judged');
  const { property, expect, signature } = stored.case;
  const verdicts: Replayed['verdicts'] = {};
  for (const { judgement } of judged) verdicts[judgement.verdict.kind] = (verdicts[judgement.verdict.kind] ?? 0) + 1;
  const kinds = Object.keys(verdicts) as Verdict['kind'][];
  const always = kinds.length === 1 && judged.length === times ? kinds[0] : undefined;
  const signatures = [...new Set(judged.flatMap(({ judgement }) => judgement.signature ?? []))];
  const recorded = expect[target.name];
  const moved = judged.length === 0 ? undefined : placesMoved(stored.case.scenario, (judged.at(-1) as Judged).examined.trace);
  const telling = mostTelling(
    judged.map(({ judgement }) => judgement),
    signature,
  );
  const last = judged.findLast(({ judgement }) => judgement.verdict.kind === telling?.verdict.kind);
  return {
    target: target.name,
    case: stored.path,
    id: stored.id,
    ...(property === undefined ? {} : { property }),
    ...(recorded === undefined ? {} : { recorded, asRecorded: always === recorded && sameSignature(recorded, signature, signatures) }),
    signatures,
    times,
    verdicts,
    harnessErrors: runs.flatMap((run) => (run.kind === 'unjudged' ? run.why : [])),
    scenario: explain(stored.case.scenario),
    yaml: writeCase(stored.case),
    ...(always === undefined ? {} : { always }),
    ...(moved === undefined ? {} : { moved }),
    ...(last === undefined ? { reasons: [], story: [], stderr: [] } : toldOf(last, whole)),
  };
}

/** The same with the cause of its violation, by one run more that records the calls; as it is where there is none to be seen. */
export async function withCause(lab: Lab, stored: StoredCase, target: FoundTarget, replayed: Replayed): Promise<Replayed> {
  const signature = (replayed.verdicts.violated ?? 0) > 0 ? replayed.signatures[0] : undefined;
  const cause = signature === undefined ? undefined : await causeOf(lab, stored.case.scenario, target, signature);
  return cause === undefined ? replayed : { ...replayed, cause };
}

/** A violation is the recorded one when it has its signature. */
const sameSignature = (recorded: Expectation, signature: string | undefined, seen: readonly string[]): boolean =>
  recorded !== 'violated' || signature === undefined || seen.every((one) => one === signature);

async function once(lab: Lab, stored: StoredCase, target: FoundTarget): Promise<Run> {
  const answer = await lab.examine(stored.case.scenario, target, 'careful');
  switch (answer.kind) {
    case 'closed':
      return { kind: 'unjudged', why: 'The lab was closed before the run came to its end' };
    case 'failed':
      return { kind: 'unjudged', why: answer.error.message };
    case 'examined':
      return runOf(stored, answer);
  }
}

function runOf({ case: { property, signature } }: StoredCase, examined: Examined): Run {
  if (examined.unexplained.length > 0) return { kind: 'unjudged', why: examined.unexplained.slice(0, 3).join('; ') };
  const judgements = judgementsOn(property, examined.judgements);
  const judgement = mostTelling(judgements, signature);
  if (judgement === undefined) return { kind: 'unjudged', why: `no property ${property ?? ''}` };
  return { kind: 'judged', judgement, judgements, examined };
}

function toldOf({ judgement, judgements, examined }: Judged, whole: boolean): Pick<Replayed, 'said' | 'reasons'> & Account {
  const fault = faultsOf(judgements).find(({ signature }) => signature === judgement.signature);
  const reasons = judgements.map((one) => reasonOf(one, examined));
  return { said: reasonOf(judgement, examined).reason, reasons, ...accountOf(examined, fault, whole) };
}

/** The placements have a call by its name and number of that name; and, where the case was made, by its number among all. */
function placesMoved(scenario: Scenario, { events }: Trace): string | undefined {
  const held = events.filter((event) => event.kind === 'held');
  const places = scenario.steps.flatMap((step) => ('at' in step ? step.at : []));
  const moved = places.flatMap(({ call, index }, n) => {
    const now = held[n]?.index;
    return index === undefined || now === undefined || now === 0 || now === index ? [] : `${call} is call ${now} here, and was ${index}`;
  });
  return moved.length === 0 ? undefined : moved.join('; ');
}
