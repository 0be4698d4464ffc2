/** The official schemas, out of packages that ship them as they are published: SARIF 2.1.0 of OASIS, CycloneDX 1.6 of OWASP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

const packageFolder = (name: string): string => join('node_modules', name);
const read = (...path: string[]): object => JSON.parse(readFileSync(join(...path), 'utf8')) as object;
// Draft 4 and Draft 7: of either ajv knows what these use. A pattern of SARIF's schema is none with the flag u.
const OPTIONS = { strict: false, allErrors: true, unicodeRegExp: false };

/** What is wrong with a document; nothing where it is valid. */
export type Check = (document: object) => string[];

function checkOf(ajv: Ajv, schema: object): Check {
  const validate = ajv.compile(schema);
  return (document) => (validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`));
}

/** The schema of CycloneDX refers to two more. */
export function cyclonedxSchema(): Check {
  const folder = join(packageFolder('@cyclonedx/cyclonedx-library'), 'res', 'schema');
  const ajv = withFormats();
  for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
    ajv.addSchema(read(folder, name), `http://cyclonedx.org/schema/${name}`);
  return checkOf(ajv, read(folder, 'bom-1.6.SNAPSHOT.schema.json'));
}

export function sarifSchema(): Check {
  const {
    $schema: _,
    id: __,
    ...schema
  } = read(packageFolder('@microsoft/jest-sarif'), 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json') as Record<string, unknown>;
  return checkOf(withFormats(), schema);
}

function withFormats(): Ajv {
  const ajv = new Ajv(OPTIONS);
  (formats as unknown as (ajv: Ajv) => void)(ajv);
  // Internationalised ones, which are wider than what is written here.
  for (const name of ['iri-reference', 'idn-email', 'iri']) ajv.addFormat(name, true);
  return ajv;
}
