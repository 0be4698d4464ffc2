/**
 * A detached OpenPGP signature of a file (RFC 9580). openpgp.js does the cryptography; it is optional, being larger than all the rest, and
 * loaded only when a signature is to be checked.
 */
import type { PublicKey } from 'openpgp';
import { readRegular } from '../base/regular-file.ts';
import { refusal } from '../scenario/input-error.ts';
import type { KnownKey } from './base.ts';

type OpenPgp = typeof import('openpgp');

export type Signed =
  /** By a key that the base names as upstream's, or by one that was given. `key`, `primary`: fingerprints of what signed, and of its primary key. */
  | { kind: 'good'; who: string; init?: string; key: string; primary: string; made: string }
  | { kind: 'bad'; why: string }
  /** It could not be checked: openpgp is missing, or no key is there. `why` says what to do. */
  | { kind: 'unchecked'; why: string };

export interface SignatureInput {
  bytes: Buffer;
  /** The signature, armored or binary. */
  signature: Buffer;
  /** What the base knows. */
  known: readonly KnownKey[];
  /** Texts of keys that were given. */
  keys?: readonly Buffer[];
}

const MISSING = 'the package openpgp is not there: it is an optional part, `npm install openpgp` adds it';

const load = (): Promise<OpenPgp> => import('openpgp');

/** Checks a signature. `from` loads openpgp. */
export async function checkSignature(input: SignatureInput, from: () => Promise<OpenPgp> = load): Promise<Signed> {
  let openpgp: OpenPgp;
  try {
    openpgp = await from();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return { kind: 'unchecked', why: MISSING };
    throw error;
  }
  return check(openpgp, input);
}

async function check(openpgp: OpenPgp, { bytes, signature, known, keys = [] }: SignatureInput): Promise<Signed> {
  const read = await readSignature(openpgp, signature).catch((error: Error) => error);
  if (read instanceof Error) return { kind: 'bad', why: `it is no OpenPGP signature: ${read.message}` };
  const rings = [
    ...(await Promise.all(known.map(({ path }) => (path === undefined ? [] : readKeys(openpgp, path))))),
    ...(await Promise.all(keys.map((key) => parseKeys(openpgp, key)))),
  ];
  const all = rings.flat();
  const message = await openpgp.createMessage({ binary: bytes });
  const { signatures } = await openpgp.verify({ message, signature: read, verificationKeys: all, format: 'binary' });
  let worst: Signed = { kind: 'bad', why: 'there is no signature in it' };
  for (const one of signatures) {
    const id = one.keyID.toHex();
    // By its id among primary keys and subkeys: tini's files are signed by a subkey, and gpg prints the primary one.
    const key = all.find((candidate) => candidate.getKeys().some((part) => part.getKeyID().toHex() === id));
    if (key === undefined) {
      worst = { kind: 'unchecked', why: `it was made by key ${id.toUpperCase()}, which is not here: give it with --key FILE` };
      continue;
    }
    try {
      await one.verified;
      return good(key, id, known, await madeAt(one.signature));
    } catch (error) {
      worst = { kind: 'bad', why: reason((error as Error).message) };
    }
  }
  return worst;
}

function good(key: PublicKey, id: string, known: readonly KnownKey[], made: string): Signed {
  const primary = key.getFingerprint().toUpperCase();
  const part = key.getKeys().find((one) => one.getKeyID().toHex() === id);
  const upstream = known.find((one) => one.primary === primary);
  return {
    kind: 'good',
    who: upstream === undefined ? 'the key that was given' : `${upstream.init}'s key (${upstream.who})`,
    ...(upstream === undefined ? {} : { init: upstream.init }),
    key: (part?.getFingerprint() ?? id).toUpperCase(),
    primary,
    made,
  };
}

type Signature = Awaited<ReturnType<OpenPgp['readSignature']>>;

async function madeAt(signature: Promise<Signature>): Promise<string> {
  const created = (await signature).packets[0]?.created;
  return created?.toISOString().slice(0, 10) ?? '';
}

const isArmored = (bytes: Buffer): boolean => bytes.includes('-----BEGIN PGP');

function readSignature(openpgp: OpenPgp, bytes: Buffer): Promise<Signature> {
  return isArmored(bytes)
    ? openpgp.readSignature({ armoredSignature: bytes.toString('latin1') })
    : openpgp.readSignature({ binarySignature: bytes });
}

async function readKeys(openpgp: OpenPgp, path: string): Promise<PublicKey[]> {
  return parseKeys(openpgp, await readKeyText(path));
}

/** Bytes of a signature, or of a file with keys: a signature has 1 KiB, a key with the signatures of many on it some hundred. */
const MOST_KEY_TEXT = 1024 ** 2;

/** The bytes of a file with a signature or with keys; throws an InputError where it cannot be one. */
export async function readKeyText(path: string): Promise<Buffer> {
  const read = await readRegular(path, { most: MOST_KEY_TEXT });
  if (read.ok) return read.value.bytes;
  throw refusal(path, read);
}

/** Public keys, however they are written; what is none of them gives none. */
async function parseKeys(openpgp: OpenPgp, bytes: Buffer): Promise<PublicKey[]> {
  const keys = isArmored(bytes) ? openpgp.readKeys({ armoredKeys: bytes.toString('latin1') }) : openpgp.readKeys({ binaryKeys: bytes });
  return (await keys.catch(() => [])).map((key) => key.toPublic());
}

/** What the library says, in words that tell what follows. */
function reason(said: string): string {
  if (/Signed digest did not match/i.test(said))
    return "it is not this file's: each file has its own signature, and tini-static is not checked by that of tini";
  return said.replace(/^Could not .*?: /, '');
}
