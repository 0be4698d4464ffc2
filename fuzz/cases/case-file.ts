/** Cases as text: one YAML file each, a comment first. */
import { harmless } from '../base/printable.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioKeys, unwrap, writeYaml } from '../scenario/yaml.ts';
import { parseSource, type Source } from '../scenario/yaml-source.ts';
import type { Case } from './case.ts';
import { caseId } from './case-id.ts';
import { type CaseFile, parseCase } from './schema.ts';

const SCHEMA_LINE = '# yaml-language-server: $schema=';

/** The case in `text`, which may be a plain scenario; throws an InputError that points at what is wrong. */
export function readCase(text: string, file: string): Case {
  const source = parseSource(text, file);
  const { version, launch, actors, steps, case: id, trigger, ...rest } = unwrap(source, parseCase(source.value));
  const scenario: Scenario = { version, launch, actors, steps };
  if (id !== undefined) checkId(id, scenario, rest.property, source);
  return { comment: leadingComment(text), ...rest, ...(trigger === undefined ? {} : { trigger: { version, ...trigger } }), scenario };
}

/** A file that was cut at the end of a line is still YAML; its id tells that something is missing. */
function checkId(id: string, scenario: Scenario, property: string | undefined, source: Source): void {
  const actual = caseId(scenario, property);
  if (actual === id) return;
  const message = `this is not the content of case ${id} (it would be ${actual}): the file is cut off, or was edited; if you edited it, remove this line`;
  throw source.error({ path: ['case'], message });
}

function leadingComment(text: string): string {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const comment = lines.slice(0, end < 0 ? undefined : end).filter((line) => !line.startsWith(SCHEMA_LINE));
  return comment.map((line) => line.replace(/^#+ ?/, '').trimEnd()).join('\n');
}

function keysOf(trigger: Scenario): object {
  const { version: _, ...keys } = scenarioKeys(trigger);
  return keys;
}

/**
 * A case as text, its id included; `readCase` gives an equal one. `schema`: where editors find the JSON Schema from that file, if anywhere.
 */
export function writeCase(saved: Case, schema?: string): string {
  const { comment, property, expect, scenario, signature, found, report, releases, checked, trigger } = saved;
  const { version, ...keys } = scenarioKeys(scenario);
  const about: Partial<CaseFile> = {
    ...(property === undefined ? {} : { case: caseId(scenario, property), property }),
    ...(signature === undefined ? {} : { signature }),
    ...(Object.keys(expect).length === 0 ? {} : { expect }),
    ...(found === undefined ? {} : { found }),
    ...(report === undefined ? {} : { report }),
    ...(releases === undefined ? {} : { releases }),
    ...(checked === undefined ? {} : { checked }),
    ...(trigger === undefined ? {} : { trigger: keysOf(trigger) as NonNullable<CaseFile['trigger']> }),
  };
  const head = comment === '' ? [] : comment.split('\n').map((line) => `# ${harmless(line)}`.trimEnd());
  if (schema !== undefined) head.push(SCHEMA_LINE + schema);
  return [...head, writeYaml({ version, ...about, ...keys })].join('\n');
}
