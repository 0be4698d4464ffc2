/** What a person reads of a run: the reason of each verdict, what was due, what it leads to, the story, what the init wrote. */
import { ALL_PROPERTIES } from '../../properties/index.ts';
import type { Fault } from '../judge/fault.ts';
import type { Judgement } from '../judge/judge.ts';
import { dueIn } from '../judge/sentence.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Examined } from './examination.ts';
import { lastWords } from './last-words.ts';
import { type StoryLine, tellStory } from './story.ts';
import { type Timeline, timelineOf } from './timeline.ts';

export interface Account {
  /** What was due, where the sentence of the fault says so. */
  due?: string;
  /** What the fault leads to, for people who run containers. */
  consequence?: string;
  story: StoryLine[];
  /** What a picture of the run is drawn from; none where the record was tampered with. */
  timeline?: Timeline;
  /** Why it happened, where a system call of the init shows that (call-cause.ts). */
  cause?: string;
  /** What the init wrote to stderr: the first lines and the last. */
  stderr: string[];
}

/** A verdict with why it is so. */
export interface Reason {
  property: string;
  verdict: Verdict['kind'];
  reason: string;
  signature?: string;
}

/** The account of a run; with the fault marked, where there is one. `whole`: every event. */
export function accountOf({ program, trace }: Examined, fault?: Pick<Fault, 'said' | 'event' | 'signature'>, whole = false): Account {
  const due = fault === undefined ? undefined : dueIn(fault.said);
  const consequence = fault === undefined ? undefined : consequenceOf(fault.signature);
  const timeline = timelineOf(program, trace, fault);
  return {
    ...(due === undefined ? {} : { due }),
    ...(consequence === undefined ? {} : { consequence }),
    ...(timeline === undefined ? {} : { timeline }),
    story: tellStory(program, trace, { said: fault?.said, event: fault?.event, whole }),
    stderr: lastWords(trace),
  };
}

/** What a violation with this signature leads to; undefined for properties that are not initproof's own, and for tampering. */
export function consequenceOf(signature: string): string | undefined {
  const [id, what = ''] = signature.split(/[/:]/);
  const table: Readonly<Record<string, string>> | undefined = ALL_PROPERTIES.find((property) => property.id === id)?.consequence;
  return table !== undefined && Object.hasOwn(table, what) ? table[what] : undefined;
}

/** Why a judgement is what it is. */
export function reasonOf({ property, verdict, signature }: Judgement, examined: Examined): Reason {
  const named = signature === undefined ? {} : { signature };
  return { property, verdict: verdict.kind, reason: inWords(property, verdict, examined), ...named };
}

function inWords(id: string, verdict: Verdict, examined: Examined): string {
  const known = ALL_PROPERTIES.find((property) => property.id === id);
  switch (verdict.kind) {
    case 'violated':
    case 'tampered':
      return verdict.said;
    case 'inconclusive':
      return verdict.why;
    case 'expected':
      return verdict.reason;
    case 'holds':
      return known?.held(examined) ?? 'nothing of it was seen to be otherwise';
    case 'not-applicable':
      return known === undefined ? 'its conditions were not met' : `it is judged ${known.applies}`;
  }
}
