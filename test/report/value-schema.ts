/** The JSON Schema of the union of values, made from its TypeScript. */
import { AnyType, createFormatter, createParser, createProgram, DEFAULT_CONFIG, SchemaGenerator } from 'ts-json-schema-generator';

const CONFIG = {
  ...DEFAULT_CONFIG,
  path: 'fuzz/report/values.ts',
  tsconfig: 'tsconfig.json',
  type: 'Value',
  topRef: false,
  // A reader takes fields that it does not know: new ones may come at any time.
  additionalProperties: true,
  // `tsc` does that.
  skipTypeCheck: true,
};

/** What has a schema of its own (corpus/case.schema.json, targets/target.schema.json), or is no part of a value. */
const ELSEWHERE = ['Scenario', 'HeldStep', 'TargetFile', 'Known'];

interface Declaration {
  name?: { escapedText?: string };
  members?: unknown;
  type?: unknown;
}

const isElsewhere = ({ name, members, type }: Declaration): boolean =>
  (members !== undefined || type !== undefined) && ELSEWHERE.includes(name?.escapedText ?? '');

export function valuesJsonSchema(): object {
  const program = createProgram(CONFIG);
  const any = { supportsNode: (node: unknown) => isElsewhere(node as Declaration), createType: () => new AnyType() };
  const parser = createParser(program, CONFIG, (chain) => chain.addNodeParser(any));
  return new SchemaGenerator(program, parser, createFormatter(CONFIG), CONFIG).createSchema(CONFIG.type);
}
