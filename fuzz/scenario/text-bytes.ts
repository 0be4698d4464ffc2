/**
 * Texts and the bytes that arguments and variables really are (execve(2) knows no encoding). A byte that is no UTF-8 stands in a text as a
 * code unit from U+DC80 to U+DCFF, which no UTF-8 gives: as Python has it (PEP 383, surrogateescape). YAML writes it as "\udcff".
 */

/** Any half of a surrogate pair that is alone, in a text where `u` makes pairs one. */
const ALONE = /[\ud800-\udfff]/u;
/** Of these, what stands for no byte. */
const NO_BYTE = /[\ud800-\udc7f\udd00-\udfff]/u;
const ESCAPE = 0xdc00;

/** Whether the text holds bytes that are no UTF-8, or half a pair. */
export const hasBytes = (text: string): boolean => ALONE.test(text);

/** Whether there are bytes for the text: half of a pair stands for none but the 128 above. */
export const hasNoBytes = (text: string): boolean => NO_BYTE.test(text);

/** The bytes of a text. */
export function toBytes(text: string): Buffer {
  if (!hasBytes(text)) return Buffer.from(text);
  return Buffer.concat(Array.from(text, (character) => (ALONE.test(character) ? byteOf(character) : Buffer.from(character))));
}

const byteOf = (character: string): Buffer => Buffer.from([character.charCodeAt(0) - ESCAPE]);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes; `toBytes` gives the same ones again. */
export function fromBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let exact = '';
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    exact += character ?? String.fromCharCode(ESCAPE + (bytes[at] ?? 0));
    at += character === undefined ? 1 : Buffer.byteLength(character);
  }
  return exact;
}

/** The character that begins there, if one does: by its first byte it is 1 to 4 bytes long (RFC 3629, 3). */
function characterAt(bytes: Buffer, at: number): string | undefined {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  try {
    return utf8.decode(bytes.subarray(at, at + length));
  } catch {
    return undefined;
  }
}
