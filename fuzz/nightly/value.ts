/** What a report of nights is made of: the state as one value, from the disk. Nothing is written. */
import { join } from 'node:path';
import { readCaseFile, type StoredCase } from '../cases/store.ts';
import { InputError } from '../scenario/input-error.ts';
import type { NightFinding } from './finding.ts';
import type { HistoryLine } from './schema.ts';
import { readHistory, readLedger, readStories } from './state.ts';
import { storyFor } from './stories.ts';
import type { Story } from './story-schema.ts';

/** A finding with its case, where that can be read. */
export interface FindingValue extends NightFinding {
  stored?: StoredCase;
  /** What was seen of it when it was told, where that is known. */
  told?: Story;
}

export interface NightsValue {
  /** Folder of the state, as it was given. */
  folder: string;
  /** The last one; 0 where there was none. */
  night: number;
  findings: FindingValue[];
  /** The lines of the last night. */
  tonight: HistoryLine[];
  history: HistoryLine[];
  /** What a reader should know of the state itself. */
  warnings: string[];
}

/** Throws an InputError for a folder that is no state, or one that cannot be understood. */
export async function readNights(folder: string): Promise<NightsValue> {
  const [ledger, history] = await Promise.all([readLedger(folder), readHistory(folder)]);
  if (ledger.night === 0) throw new InputError('UNREADABLE', folder, 'no night is in this folder: initproof nightly --state makes one');
  const warnings = history.odd.length === 0 ? [] : [`history.ndjson: lines that are none, and left out: ${history.odd.join(', ')}`];
  const stories = await readStories(folder).catch((error: unknown) => {
    warnings.push(`pictures are left out: ${(error as Error).message}`);
    return [];
  });
  const findings: FindingValue[] = [];
  for (const finding of ledger.findings) {
    const stored = await readCaseFile(join(folder, finding.case)).catch(() => undefined);
    if (stored === undefined) warnings.push(`${finding.id}: its case ${finding.case} is not there, or cannot be read`);
    const told = storyFor(stories, finding);
    findings.push({ ...finding, ...(stored === undefined ? {} : { stored }), ...(told === undefined ? {} : { told }) });
  }
  return {
    folder,
    night: ledger.night,
    findings,
    tonight: history.lines.filter(({ night }) => night === ledger.night),
    history: history.lines,
    warnings,
  };
}
