/** Whether a value is one, by the schema that is shipped. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

interface Schema {
  anyOf: { properties: { type: { const: string } } }[];
  definitions: object;
}

const schema = JSON.parse(readFileSync(new URL('../../fuzz/report/values.schema.json', import.meta.url), 'utf8')) as Schema;
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addSchema({ $id: 'values', definitions: schema.definitions });
const checks = schema.anyOf.map(({ properties, ...rest }) => ({
  type: properties.type.const,
  check: ajv.compile(JSON.parse(JSON.stringify({ properties, ...rest }).replaceAll('"#/definitions/', '"values#/definitions/'))),
}));

/** What is wrong with a value; each message of the schemas of its type. */
export function mistakesIn(value: object): string[] {
  const { type } = value as { type?: string };
  const named = checks.filter((one) => one.type === type);
  if (named.length === 0) return [`no value has the type ${type}`];
  const all = named.map(({ check }) =>
    check(value) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${type}${instancePath} ${message}`),
  );
  return all.some((mistakes) => mistakes.length === 0) ? [] : all.flat();
}
