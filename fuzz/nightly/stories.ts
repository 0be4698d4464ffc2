/** What reports draw of findings: kept from the night that told them, since a ledger has sentences alone. Pictures decide nothing. */
import type { CampaignEvent } from '../campaign/events.ts';
import type { NightFinding } from './finding.ts';
import { MOST_STORIES, type Story } from './story-schema.ts';
import { readStories, writeStories } from './state.ts';

type Failure = Extract<CampaignEvent, { type: 'failure' }>;

export function storyOf({ target, id, due, cause, stderr, story, timeline, elsewhere }: Failure): Story {
  return {
    target,
    caseId: id,
    ...(due === undefined ? {} : { due }),
    ...(cause === undefined ? {} : { cause }),
    stderr,
    story,
    ...(timeline === undefined ? {} : { timeline }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

const isOf = ({ target, caseId }: Pick<Story, 'target' | 'caseId'>, other: Pick<Story, 'target' | 'caseId'>): boolean =>
  target === other.target && caseId === other.caseId;

export const storyFor = (stories: readonly Story[], finding: NightFinding): Story | undefined => stories.find((one) => isOf(one, finding));

/** Tonight's go before, then those of earlier nights, for as long as there is a finding of them. One file that cannot be understood is made anew. */
export async function keepStories(state: string, tonight: readonly Story[], findings: readonly NightFinding[]): Promise<void> {
  const before = (await readStories(state).catch(() => [])).filter((old) => !tonight.some((one) => isOf(one, old)));
  const kept = [...tonight, ...before].filter((one) => findings.some((finding) => isOf(one, finding)));
  if (kept.length + before.length > 0) await writeStories(state, kept.slice(0, MOST_STORIES));
}
