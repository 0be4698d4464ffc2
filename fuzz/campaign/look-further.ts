/** A few runs more of the smallest scenario of a finding: why it is so, and what other targets do. */
import type { Scenario } from '../scenario/scenario.ts';
import { causeOf } from './call-cause.ts';
import { type Elsewhere, elsewhere } from './elsewhere.ts';
import type { FoundTarget } from './find-target.ts';
import type { Violation } from './keep.ts';
import type { Lab } from './lab.ts';

/** What they say; nothing where they say nothing. */
export interface More {
  cause?: string;
  elsewhere?: Elsewhere[];
}

/** `targets`: all of the campaign. */
export async function lookFurther(lab: Lab, scenario: Scenario, violation: Violation, targets: readonly FoundTarget[]): Promise<More> {
  const [cause, others] = await Promise.all([
    causeOf(lab, scenario, violation.target, violation.signature),
    elsewhere(lab, scenario, violation, targets),
  ]);
  return { ...(cause === undefined ? {} : { cause }), ...(others.length === 0 ? {} : { elsewhere: others }) };
}
