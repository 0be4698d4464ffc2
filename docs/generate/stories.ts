/** What happened in the example of each property, as it was recorded: `docs/examples/stories.json`. The pictures are drawn from it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoryLine } from '../../fuzz/campaign/story.ts';
import { EXAMPLES } from './property-examples.ts';

export interface RecordedStory {
  signature: string;
  /** The sentence of the violation. */
  said: string;
  /** What was due, where the sentence says so. */
  due?: string;
  consequence?: string;
  lines: readonly StoryLine[];
}

/** By property. */
export type Stories = Readonly<Record<string, RecordedStory>>;

export const STORIES_FILE = join(EXAMPLES, 'stories.json');

export const readStories = (): Stories => JSON.parse(readFileSync(STORIES_FILE, 'utf8')) as Stories;

/**
 * `now` as it was recorded, where the same happened: times, counts and the order of what happens at once are others in each run, and no
 * picture depends on them.
 */
export function asRecorded(recorded: RecordedStory | undefined, now: RecordedStory): RecordedStory {
  const alike = recorded !== undefined && recorded.signature === now.signature && factsOf(recorded) === factsOf(now);
  return alike ? { ...now, said: recorded.said, lines: recorded.lines } : now;
}

const factsOf = ({ said, lines }: RecordedStory): string =>
  [said, ...lines.map(({ who, what }) => `${who} ${what}`).sort()].join('\n').replaceAll(/\d+/g, 'N');
