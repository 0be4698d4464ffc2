/**
 * A summary as SARIF 2.1.0: a rule for each property, a result for each finding and for what is open. What is known is suppressed, as the
 * standard has what somebody has accepted; what is open is of that kind (3.27.9), which is no alert.
 */
import { ALL_PROPERTIES } from '../../../properties/index.ts';
import { harmless, toJson } from '../../base/printable.ts';
import { fingerprint, sarifLog, uriOf } from '../sarif.ts';
import type { Check, Finding, Summary } from '../summary.ts';
import { storyOf } from './story.ts';

export function sarif(summary: Summary): string {
  const { checks, fresh, known, notes, broken, ended, begun, nights } = summary;
  const open = checks.filter(
    ({ status, findings }) =>
      (status === 'open' || status === 'flaky' || status === 'error' || status === 'failed') && findings.length === 0,
  );
  const ids = [...new Set([...[...fresh, ...known].map(({ property }) => property), ...open.map(({ name }) => name)])];
  const log = sarifLog({
    rules: ids.map(ruleOf),
    results: [...[...fresh, ...known].map((finding) => resultOf(finding, ids)), ...open.map((check) => openOf(check, ids))],
    errors: [...(broken === undefined ? [] : [broken]), ...(ended?.interrupted === true ? ['it was interrupted'] : [])],
    warnings: notes,
    properties: {
      ...(begun === undefined ? {} : { seed: begun.seed, kernel: begun.kernel }),
      ...(ended === undefined ? {} : { scenarios: ended.scenarios }),
      ...(nights === undefined ? {} : { night: nights.night, seed: nights.tonight[0]?.seed, kernel: nights.tonight[0]?.kernel }),
    },
  });
  return `${toJson(log, 2)}\n`;
}

function ruleOf(id: string): object {
  const property = ALL_PROPERTIES.find((one) => one.id === id);
  if (property === undefined) return { id, name: id };
  const { claim, why, sources, reports } = property;
  const more = [`Sources: ${sources.join(', ')}.`, ...(reports.length === 0 ? [] : [`Reports: ${reports.join(', ')}.`])];
  return { id, name: id, shortDescription: { text: claim }, fullDescription: { text: why }, help: { text: [why, ...more].join(' ') } };
}

const LEVELS = { failed: 'error', error: 'error', flaky: 'warning', open: 'none' } as const;

function resultOf(finding: Finding, ids: readonly string[]): object {
  const { target, property, signature, said, known, case: path, id, behind } = finding;
  return {
    ruleId: property,
    ruleIndex: ids.indexOf(property),
    level: known ? 'note' : 'error',
    message: { text: harmless(`${target}: ${said}`), markdown: ['```text', ...storyOf(finding).map(harmless), '```'].join('\n') },
    locations: [locationOf(path, target)],
    // The same fault on the same target is the same alert, however its case comes out.
    partialFingerprints: { 'initproof/v1': fingerprint([target, signature, behind ?? '']) },
    ...(known ? { suppressions: [{ kind: 'external', justification: `known: case ${id}` }] } : {}),
    properties: { case: id, signature, repeats: finding.repeats.join('/') },
  };
}

/** What there is no case for. */
function openOf({ target, name, status, said, file }: Check, ids: readonly string[]): object {
  const level = LEVELS[status as keyof typeof LEVELS];
  return {
    ruleId: name,
    ruleIndex: ids.indexOf(name),
    level,
    ...(level === 'none' ? { kind: 'open' } : {}),
    message: { text: harmless(`${target}: ${said.join('; ') || status}`) },
    ...(file === undefined ? {} : { locations: [locationOf(file, target)] }),
    partialFingerprints: { 'initproof/v1': fingerprint([target, name, status]) },
  };
}

/** A case is a text from its first line on. */
const locationOf = (path: string, target: string): object => ({
  physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: 1 } },
  logicalLocations: [{ fullyQualifiedName: harmless(target), kind: 'resource' }],
});
