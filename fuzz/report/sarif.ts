/** SARIF 2.1.0 (OASIS), which code scanning of forges reads: a log, and scans as one. */
import { createHash } from 'node:crypto';
import { VERSION } from '../campaign/version.ts';
import { type Finding, RULES } from '../scan/finding.ts';
import type { Scanned } from '../scan/scan.ts';
import { harmless, printable } from '../base/printable.ts';
import { replayOf, type ScanReport } from './scan-value.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://www.npmjs.com/package/initproof';

/** What a log says beside its version. */
export interface Log {
  rules: readonly object[];
  results: readonly object[];
  /** Why it is not the whole. */
  errors: readonly string[];
  warnings?: readonly string[];
  properties: object;
}

/** A log of one run of initproof. */
export function sarifLog({ rules, results, errors, warnings = [], properties }: Log): object {
  const notify = (level: 'error' | 'warning') => (text: string) => ({ level, message: { text: harmless(text) } });
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'initproof', version: VERSION, informationUri: HOME, rules } },
        invocations: [
          {
            executionSuccessful: errors.length === 0,
            toolExecutionNotifications: [...errors.map(notify('error')), ...warnings.map(notify('warning'))],
          },
        ],
        properties,
        results,
      },
    ],
  };
}

export function sarif({ scanned, errors, base, advisories }: ScanReport): object {
  const ids = Object.keys(RULES);
  return sarifLog({
    rules: ids.map(ruleOf),
    results: scanned.flatMap((one) => one.findings.map((finding) => resultOf(one, finding, ids))),
    errors: errors.map(({ message }) => message),
    properties: { base, advisories },
  });
}

const ruleOf = (id: string): object => ({ id, name: id, shortDescription: { text: `${RULES[id]}.` } });

function resultOf({ image, kind }: Scanned, finding: Finding, ids: readonly string[]): object {
  const { rule, level, said, fix, path, line, record, link } = finding;
  const files = [...(path === undefined ? [] : [path]), ...(finding.also ?? [])];
  const replay = replayOf(finding);
  const todo = [fix, replay === undefined ? undefined : `See it by \`${replay}\``].filter((one) => one !== undefined);
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level,
    message: { text: [said, ...todo].join('. ') },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(image) }, ...(line === undefined ? {} : { region: { startLine: line } }) },
        ...(files.length === 0 || kind === 'dockerfile'
          ? {}
          : { logicalLocations: files.map((file) => ({ fullyQualifiedName: printable(file), kind: 'resource' })) }),
      },
    ],
    partialFingerprints: { 'initproof/v1': fingerprint([rule, image, path ?? '', record ?? '', line === undefined ? '' : said]) },
    ...(record === undefined && link === undefined
      ? {}
      : { properties: { ...(record === undefined ? {} : { record }), ...(link === undefined ? {} : { link }) } }),
  };
}

/** A relative reference is one to a file of the repository, which is where code scanning looks. */
export const uriOf = (image: string): string => image.split('/').map(harmless).map(encodeURIComponent).join('/');

/** Stays the same from run to run, so that what is known is not reported anew. */
export const fingerprint = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
