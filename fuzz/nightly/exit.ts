/** What a night comes to. */
import type { FailOn } from '../campaign/campaign.ts';
import { EXIT } from '../campaign/exit-code.ts';
import type { Control } from './control.ts';
import { type NightFinding, isNews, type State } from './finding.ts';

export interface NightResult {
  findings: readonly NightFinding[];
  control: Control;
  /** Of the campaign, for what is no verdict: as of `--fail-on nothing`. */
  campaign: number;
  /** Seen, kept, and not replayed. */
  unconfirmed: number;
  interrupted: boolean;
  /** Some target could not be relied upon. */
  voidTarget: boolean;
}

/** States that fail a night, by what it is to fail on. */
const FAILING: Readonly<Record<FailOn, readonly State[]>> = {
  new: ['new', 'back'],
  violated: ['new', 'back', 'still'],
  flaky: ['new', 'back', 'still', 'flaky'],
  nothing: [],
};

/** If several apply, the first of 70, 130, 1, 3, 4, as of a campaign. */
export function nightExit({ findings, control, campaign, unconfirmed, interrupted, voidTarget }: NightResult, failOn: FailOn): number {
  const failing = findings.some(({ state }) => FAILING[failOn].includes(state));
  const wrong = [
    campaign === EXIT.internal || (!control.ok && control.fault === 'ours') ? EXIT.internal : [],
    interrupted ? EXIT.interrupted : [],
    // A forged record counts whatever it is to fail on.
    failing || campaign === EXIT.violated ? EXIT.violated : [],
    voidTarget || !control.ok || campaign === EXIT.machine ? EXIT.machine : [],
    campaign === EXIT.inconclusive || (unconfirmed > 0 && failOn !== 'nothing') ? EXIT.inconclusive : [],
  ].flat();
  return wrong[0] ?? EXIT.holds;
}

export const hasNews = (findings: readonly NightFinding[]): boolean => findings.some(({ state }) => isNews(state));
