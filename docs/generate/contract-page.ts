/** The reference of contracts: each field, from the schema of target files, with an example. */
import { targetJsonSchema } from '../../fuzz/cases/target-file.ts';
import { CONTRACT, targetWith } from './contract-examples.ts';
import { escaped, GENERATED, tableOf } from './markdown.ts';
import { type Schema, valuesOf } from './schema-text.ts';

const TARGET = targetJsonSchema() as Schema;

/** The fields of a contract. */
export const CONTRACT_FIELDS: Readonly<Record<string, Schema>> = TARGET.properties?.contract?.properties ?? {};

const cell = (text: string): string => escaped(text.replaceAll('\n', ' '));
const values = (schema: Schema): string => valuesOf(schema).replaceAll('|', '\\|');

export function contractPage(): string {
  const rest = Object.entries(TARGET.properties ?? {}).filter(([name]) => name !== 'contract');
  return [
    GENERATED,
    '# Contracts and target files',
    'A contract is what an init promises by design, as data. Two sound inits may differ: dumb-init signals the group of its child, tini its child alone. A property is judged by the contract, so that a design is no finding.',
    'A **target file** holds a contract and says where the init is:',
    `\`\`\`yaml\nlike: tini\n${targetWith('to: group').trimEnd()}\n\`\`\``,
    '`like: tini` means: what is not written is as in that target. A first draft comes from what the init does. Read it, and strike out what is not meant:',
    '```sh\nnpx initproof contract ./my-init > my-init.yaml\nnpx initproof run my-init.yaml --time 5m\n```',
    'The measure is what the makers promise: their documentation, or where that is silent their source. An init that is given by its path, without a file, is judged by what every init must do.',
    '## Fields of a contract',
    ...Object.entries(CONTRACT_FIELDS).flatMap(([name, schema]) => section(name, schema)),
    '## Fields of a target file',
    tableOf(
      ['field', 'value', ''],
      rest.map(([name, schema]) => [`\`${name}\``, values(schema), cell(schema.description ?? '')]),
    ),
    'More about each: `targets/README.md` in the package.',
    '',
  ].join('\n\n');
}

function section(name: string, schema: Schema): string[] {
  const inner = Object.entries(schema.properties ?? {});
  return [
    `### ${name}`,
    escaped(schema.description ?? ''),
    inner.length === 0
      ? `Value: ${values(schema)}.`
      : tableOf(
          ['field', 'value', ''],
          inner.map(([key, field]) => [`\`${key}\``, values(field), cell(field.description ?? '')]),
        ),
    `\`\`\`yaml\n${targetWith(CONTRACT[name] ?? '').trimEnd()}\n\`\`\``,
  ].filter((text) => text !== '');
}
