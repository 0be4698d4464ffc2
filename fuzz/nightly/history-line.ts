/** What a night leaves in the history: a line for each target. */
import { release } from 'node:os';
import type { CampaignEvent } from '../campaign/events.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import { VERSION } from '../campaign/version.ts';
import { countStates } from './compare.ts';
import type { Ran, NightFinding, When } from './finding.ts';
import type { GoingOn } from './going-on.ts';
import { type HistoryLine, STATE_VERSION } from './schema.ts';

export interface Told {
  now: When;
  goingOn: GoingOn;
  build: Ran;
  /** What the campaign judged; undefined where there was none. */
  judged: Extract<CampaignEvent, { type: 'target' }> | undefined;
  findings: readonly NightFinding[];
  /** Why nothing of the target is called fixed. */
  void: string | undefined;
  /** Of the whole night. */
  ms: number;
  replays: number;
  exit: number;
}

export function historyLine({ name, version }: FoundTarget, told: Told): HistoryLine {
  const { now, goingOn, build, judged, findings, void: why, ms, replays, exit } = told;
  return {
    v: STATE_VERSION,
    ...now,
    target: name,
    ...(version === undefined ? {} : { release: version }),
    init: build.init,
    contract: build.contract,
    tool: build.tool,
    version: VERSION,
    kernel: release(),
    seed: goingOn.seed,
    from: goingOn.from[name] ?? 0,
    to: goingOn.next[name] ?? 0,
    scenarios: judged?.scenarios ?? 0,
    inconclusive: judged?.inconclusive ?? 0,
    verdicts: Object.fromEntries((judged?.properties ?? []).map(({ property, ...counts }) => [property, counts])),
    states: countStates(findings.filter(({ target }) => target === name)),
    ms,
    replays,
    ...(why === undefined ? {} : { void: why }),
    exit,
  };
}
