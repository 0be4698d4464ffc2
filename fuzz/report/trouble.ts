/** What goes wrong on the way, for people: it ends nothing, and they should see it. */
import type { CampaignEvent } from '../campaign/events.ts';
import type { Paint } from './paint.ts';
import { severalLines } from './table.ts';

/** Lines for an event that tells of trouble, or of what a target is; none for any other. */
export function troubleLines(event: CampaignEvent, paint: Paint): string[] {
  switch (event.type) {
    case 'warning':
      return severalLines(`initproof: ${event.message}`);
    case 'kind':
      return [...severalLines(event.said), ...(event.fix ?? []).map((line) => `  ${line}`)];
    case 'not-kept':
      return [`${paint('yellow', '!')} ${event.target}: ${event.signature} is not kept: ${event.why}${instead(event)}`];
    case 'stays':
      return [`${paint('red', '!')} ${event.said}`, ...event.fix.map((line) => `    → ${line}`)];
    default:
      return [];
  }
}

const instead = ({ earlier, case: path }: Extract<CampaignEvent, { type: 'not-kept' }>): string =>
  earlier ? `; ${path} has a larger form of it` : '';
