/**
 * The baseline: findings that somebody has accepted, each with a reason and the last day of its acceptance. An entry has the case that is
 * accepted: it covers what that case explains, and no other cause with the same signature. One YAML file, to be read and reviewed by people.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseShape, object, type Shaped, whole } from '../scenario/shape.ts';
import { scenarioFields } from '../scenario/schema.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { problems } from '../scenario/validate.ts';
import { scenarioKeys, unwrap, writeYaml } from '../scenario/yaml.ts';
import { parseSource } from '../scenario/yaml-source.ts';
import { caseId } from './case-id.ts';
import { readText } from './read-file.ts';
import { declarable, signature } from './schema.ts';
import type { StoredCase } from './store.ts';
import { writeFileAtomically } from './write-file.ts';

/** Why a finding may be, who says so, since when, and the last day of it. Days are `2026-01-31`, UTC. */
export interface Acceptance {
  reason: string;
  owner?: string;
  since: string;
  until: string;
}

/** A finding that is accepted on one target. */
export interface BaselineEntry extends Acceptance {
  target: string;
  property: string;
  signature: string;
  scenario: Scenario;
}

/** Bytes: a thousand entries of a usual size. */
const MOST_BYTES = 1024 * 1024;
/** Entries: each is known to a campaign like a case of the corpus, and somebody is to look through them. */
const MOST_ENTRIES = 1000;
/** Characters of a text that a report shows on some lines. */
const MOST_TEXT = 1000;

/** Whether there is such a day: the 31st of June is none. */
export const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

/** Of a moment, UTC. */
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const day = z.string().refine(isDay, { error: 'expected a day such as 2026-01-31' });
const text = z.string().min(1).max(MOST_TEXT);

const schema = object({
  version: whole(1, 1),
  accepted: z
    .array(
      object({
        target: text,
        property: declarable,
        signature,
        reason: text,
        owner: text.exactOptional(),
        since: day,
        until: day,
        launch: scenarioFields.launch,
        actors: scenarioFields.actors,
        steps: scenarioFields.steps,
      }),
    )
    .max(MOST_ENTRIES),
});

function parse(data: unknown): Shaped<z.output<typeof schema>> {
  const shaped = parseShape(schema, data);
  const wrong = shaped.ok
    ? shaped.value.accepted.flatMap(({ launch, actors, steps }, n) =>
        problems({ version: 1, launch, actors, steps }).map(({ path, ...rest }) => ({ ...rest, path: ['accepted', n, ...path] })),
      )
    : [];
  return wrong.length === 0 ? shaped : { ok: false, problems: wrong };
}

/** The entries of the baseline at `path`; throws an InputError that points at what is wrong. */
export async function readBaseline(path: string): Promise<BaselineEntry[]> {
  const source = parseSource(await readText(path, path, { most: MOST_BYTES }), path);
  const { accepted } = unwrap(source, parse(source.value));
  return accepted.map(({ launch, actors, steps, ...rest }) => ({ ...rest, scenario: { version: 1, launch, actors, steps } }));
}

/** Of a project, in the folder in which it is tested. */
export const BASELINE = 'initproof-baseline.yaml';
/** Of nights, in the folder of their state. */
const OF_STATE = 'baseline.yaml';

/** The file that is meant by a path: of a folder that of its nights. */
export const baselineFile = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? join(path, OF_STATE) : path;

/**
 * The entries at a path, which is a baseline or the folder of a state; without a path those of this project. A project and a state have none
 * before somebody accepts something; a file that is named has to be there.
 */
export async function entriesAt(path: string | undefined): Promise<BaselineEntry[]> {
  const file = baselineFile(path ?? BASELINE);
  return file !== path && !existsSync(file) ? [] : readBaseline(file);
}

const HEAD = '# Findings that somebody has accepted: `initproof accept` adds one. After `until` it counts again.\n';

/** Writes all entries, atomically. */
export async function writeBaseline(path: string, entries: readonly BaselineEntry[]): Promise<void> {
  const accepted = entries.map(({ scenario, ...rest }) => {
    const { version: _, ...keys } = scenarioKeys(scenario);
    return { ...rest, ...keys };
  });
  await writeFileAtomically(path, HEAD + writeYaml({ version: 1, accepted }));
}

/** Whether its last day is over: it counts again. */
export const isLapsed = ({ until }: Acceptance, on: string): boolean => until < on;

/** Whether it is in force on that day. */
export const isInForce = ({ since, until }: Acceptance, on: string): boolean => since <= on && on <= until;

/** The accepted case, as campaigns take cases; `path` is the baseline's. */
export function caseOfEntry({ target, property, signature: of, reason, scenario }: BaselineEntry, path: string): StoredCase {
  const accepted = { comment: reason, property, signature: of, expect: { [target]: 'violated' as const }, scenario };
  return { path, id: caseId(scenario, property), case: accepted };
}
