/** Advisories and known defects in OSV form (ossf/osv-schema 1.7): reading them. Shipped in targets/supply/osv; nothing is ever fetched. */
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import { readText } from '../cases/read-file.ts';
import { InputError } from '../scenario/input-error.ts';

const SHIPPED = join(PACKAGE_ROOT, 'targets', 'supply', 'osv');
const CORPUS = join(PACKAGE_ROOT, 'corpus');

const events = z.array(z.record(z.string(), z.string()));
const affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }).nullish(),
  ranges: z.array(z.object({ type: z.string(), events })).default([]),
  versions: z.array(z.string()).default([]),
  /** Ours: which init, where no package is meant. */
  database_specific: z.object({ init: z.string().optional() }).nullish(),
});

/** What is used of a record; there is more in it. */
const record = z.object({
  id: z.string(),
  modified: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  withdrawn: z.string().nullish(),
  aliases: z.array(z.string()).default([]),
  summary: z.string().default(''),
  details: z.string().default(''),
  affected: z.array(affected).default([]),
  references: z.array(z.object({ url: z.string() })).default([]),
  database_specific: z.object({ kind: z.string().optional(), level: z.string().optional(), case: z.string().optional() }).nullish(),
});

export type OsvRecord = z.output<typeof record>;
export type Affected = OsvRecord['affected'][number];

export interface Osv {
  records: OsvRecord[];
  /** The day of the newest record: what is known, is known as of it. */
  date: string;
}

/** Records of one run: OSV's whole dump of one ecosystem has some 20,000. */
const MOST = 100_000;
/** Bytes of one record: the longest in OSV's data have 1 MiB. */
const MOST_BYTES = 8 * 1024 ** 2;

/** The shipped records and those in `folders`; throws an InputError for one that is none. */
export async function openOsv(folders: readonly string[] = []): Promise<Osv> {
  const records: OsvRecord[] = [];
  for (const folder of [SHIPPED, ...folders]) {
    for (const name of (await namesIn(folder)).filter((one) => one.endsWith('.json')).sort()) {
      if (records.length === MOST) throw new InputError('TOO_LARGE', folder, `there are more than ${MOST} records`);
      const file = join(folder, name);
      const read = parseRecord(await readText(file, file, { most: MOST_BYTES, inside: folder }), file);
      if (read.withdrawn === undefined || read.withdrawn === null) records.push(await withCase(read));
    }
  }
  return { records, date: records.map(({ modified }) => modified.slice(0, 10)).reduce((a, b) => (a > b ? a : b), '') };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new InputError('UNREADABLE', folder, `it is no folder with records in OSV form (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}

function parseRecord(text: string, file: string): OsvRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError('BAD_SHAPE', file, 'it is no JSON');
  }
  const read = record.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new InputError('BAD_SHAPE', file, `it is no record in OSV form: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

/** A case is named only where the corpus has it. */
async function withCase(read: OsvRecord): Promise<OsvRecord> {
  const { case: name, ...rest } = read.database_specific ?? {};
  const there = name !== undefined && /^[\w-]+\/[\w-]+$/.test(name) && (await exists(join(CORPUS, `${name}.yaml`)));
  return { ...read, database_specific: { ...rest, ...(there ? { case: name } : {}) } };
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
