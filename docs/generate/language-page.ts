/** The reference of the language: each field and step, from the schema, with an example. */
import { explain } from '../../fuzz/scenario/explain.ts';
import { LIMITS } from '../../fuzz/scenario/scenario.ts';
import { scenarioSchema, toJsonSchema } from '../../fuzz/scenario/schema.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';
import { ACTORS, LAUNCH, STEPS } from './language-examples.ts';
import { escaped, GENERATED, quoted, tableOf } from './markdown.ts';
import { describedAs, type Schema, valuesOf } from './schema-text.ts';

const ROOT = toJsonSchema(scenarioSchema, 'A scenario') as Schema;

/** An example as a whole file. */
export const fileOf = (yaml: string): string => `version: 1\n${yaml}\n`;

interface Part {
  file: string;
  title: string;
  about: string;
  examples: Readonly<Record<string, string>>;
  fields: Readonly<Record<string, Schema>>;
}

const stepFields = Object.fromEntries((ROOT.definitions?.step?.anyOf ?? []).flatMap(({ properties }) => Object.entries(properties ?? {})));

export const PARTS: readonly Part[] = [
  {
    file: 'launch.md',
    title: 'launch: how the init is started',
    about:
      'What is not written is as in a plain container: root with the capabilities of a container, no terminal, nothing blocked or ignored.',
    examples: LAUNCH,
    fields: ROOT.properties?.launch?.properties ?? {},
  },
  {
    file: 'actors.md',
    title: 'actors: the processes',
    about:
      'An actor is a scripted process. `main` is the command that the init starts; it is always there. Another actor has a `parent`, and exists from its `fork` step on.',
    examples: ACTORS,
    fields: (ROOT.properties?.actors?.additionalProperties as Schema | undefined)?.properties ?? {},
  },
  {
    file: 'steps.md',
    title: 'steps: what happens',
    about: 'Steps happen in order. Between two steps everything comes to rest: no sleep is needed. `together` leaves that out.',
    examples: STEPS,
    fields: stepFields,
  },
];

export function partPage({ title, about, examples, fields }: Part): string {
  const parts = Object.entries(fields).flatMap(([name, schema]) => section(name, schema, examples[name] ?? ''));
  return [
    GENERATED,
    `# ${title}`,
    about,
    ...parts,
    '[The language](README.md) · [launch](launch.md) · [actors](actors.md) · [steps](steps.md)',
    '',
  ].join('\n\n');
}

function section(name: string, schema: Schema, yaml: string): string[] {
  const inner = Object.entries(schema.properties ?? {});
  const file = fileOf(yaml);
  return [
    `## ${name}`,
    escaped(describedAs(schema, ROOT)),
    inner.length === 0
      ? `Value: ${valuesOf(schema)}.`
      : tableOf(
          ['field', 'value', ''],
          inner.map(([key, field]) => [`\`${key}\``, valuesOf(field).replaceAll('|', '\\|'), escaped(field.description ?? '')]),
        ),
    `\`\`\`yaml\n${file.trimEnd()}\n\`\`\``,
    quoted(explain(readScenario(file, name))),
  ].filter((text) => text !== '');
}

export function languagePage(): string {
  const names = ({ file, examples }: Part): string =>
    Object.keys(examples)
      .map((name) => `[${name}](${file}#${name.toLowerCase()})`)
      .join(', ');
  const [launch, actors, steps] = PARTS.map(names);
  return [
    GENERATED,
    '# The language of scenarios',
    'A scenario says how the init is started, which processes there are, and what happens. It is a YAML file of a few lines. What is left out has its default, and an unknown key is an error with its line and the nearest known word.',
    '```yaml\nversion: 1\nlaunch: {blocked: [SIGTERM]}\nactors:\n  main: {on: {SIGTERM: note}}\n  worker: {parent: main, copies: 3}\nsteps:\n  - {fork: worker}\n  - {signal: {signal: SIGTERM, to: init}}\n```',
    tableOf(
      ['part', 'fields'],
      [
        ['[launch](launch.md)', launch ?? ''],
        ['[actors](actors.md)', actors ?? ''],
        ['[steps](steps.md)', steps ?? ''],
      ],
    ),
    'A **case** is a scenario with more keys: `property`, which claim it is about; `signature`, which violation; `expect`, the verdict for each target. `corpus/README.md` says how to make one from a bug report.',
    '## In an editor',
    'Editors with a YAML language server complete and check a case with `case.schema.json`, which is in the `corpus` folder of the package:',
    '```yaml\n# yaml-language-server: $schema=node_modules/initproof/corpus/case.schema.json\nversion: 1\n```',
    '## Bounds',
    tableOf(
      ['what', 'at most'],
      [
        ['processes', `${LIMITS.processes}`],
        ['generations below the init', `${LIMITS.depth}`],
        ['steps, those inside `together` included', `${LIMITS.steps}`],
        ['one `wait` or `after`', `${LIMITS.waitMs} ms`],
        ['orphans of one `storm`', `${LIMITS.storm}`],
        ['early signals', `${LIMITS.early}, ${LIMITS.earlyUs} µs after the exec`],
        ['characters typed', `${LIMITS.typed}`],
      ],
    ),
    '',
  ].join('\n\n');
}
