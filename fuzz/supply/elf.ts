/** Facts about an ELF file: for which machine, how linked, which build. From the headers alone; see elf(5). Any bytes are read without fault. */

export type Elf =
  | { kind: 'none' }
  /** It begins as one, and its headers lead out of the file. */
  | { kind: 'damaged'; why: string }
  | ElfFacts;

export interface ElfFacts {
  kind: 'elf';
  /** As Debian calls it where it has a name for it: amd64, arm64, ...; else `machine N`. */
  arch: string;
  linked: 'static' | 'dynamic';
  interpreter?: string;
  /** Without a symbol table. */
  stripped: boolean;
  /** Of the linker (.note.gnu.build-id), hex. */
  buildId?: string;
}

/** e_machine, class and byte order by the name of the architecture in Debian; elf(5), and the list of the ELF registry. */
const ARCHES: Readonly<Record<string, string>> = {
  '62/64/little': 'amd64',
  '62/32/little': 'x32',
  '3/32/little': 'i386',
  '183/64/little': 'arm64',
  '40/32/little': 'arm',
  '21/64/little': 'ppc64el',
  '21/64/big': 'ppc64',
  '22/64/big': 's390x',
  '243/64/little': 'riscv64',
  '8/64/little': 'mips64el',
  '8/32/little': 'mipsel',
  '8/32/big': 'mips',
  '258/64/little': 'loong64',
};

const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const PT_NOTE = 4;
const SHT_SYMTAB = 2;
const NT_GNU_BUILD_ID = 3;
/** Headers are 16-bit counts; this many are read, which no linker comes near. */
const MOST_HEADERS = 4096;

/** What differs between the classes: offsets in the file header, sizes of an entry, and where the fields of a program header are. */
const CLASSES = {
  32: { phoff: 28, shoff: 32, phentsize: 42, shentsize: 46, entry: 32, section: 40, offset: 4, filesz: 16, word: 4 },
  64: { phoff: 32, shoff: 40, phentsize: 54, shentsize: 58, entry: 56, section: 64, offset: 8, filesz: 32, word: 8 },
} as const;

interface Reader {
  bytes: Buffer;
  bits: 32 | 64;
  order: 'little' | 'big';
}

/** The facts of `bytes`, the whole of a file. */
export function readElf(bytes: Buffer): Elf {
  if (bytes.subarray(0, 4).toString('latin1') !== '\x7fELF') return { kind: 'none' };
  const bits = ({ 1: 32, 2: 64 } as const)[bytes[4] ?? 0];
  const order = ({ 1: 'little', 2: 'big' } as const)[bytes[5] ?? 0];
  if (bits === undefined || order === undefined) return { kind: 'damaged', why: 'no class or byte order that is known' };
  try {
    return factsOf({ bytes, bits, order });
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'damaged', why: 'its headers lead out of the file' };
    throw error;
  }
}

function factsOf(elf: Reader): ElfFacts {
  const segments = segmentsOf(elf);
  const interpreter = segments.find(({ type }) => type === PT_INTERP);
  const buildId = segments
    .filter(({ type }) => type === PT_NOTE)
    .map((note) => buildIdIn(elf, note))
    .find(Boolean);
  const machine = half(elf, 18);
  return {
    kind: 'elf',
    arch: ARCHES[`${machine}/${elf.bits}/${elf.order}`] ?? `machine ${machine}`,
    // A static PIE has a dynamic section, and nobody that loads it.
    linked: interpreter === undefined ? 'static' : 'dynamic',
    ...(interpreter === undefined ? {} : { interpreter: textAt(elf, interpreter) }),
    stripped: !hasSymbols(elf),
    ...(buildId === undefined ? {} : { buildId }),
  };
}

interface Segment {
  type: number;
  offset: number;
  size: number;
}

function segmentsOf(elf: Reader): Segment[] {
  const { phoff, phentsize, entry, offset, filesz } = CLASSES[elf.bits];
  const start = long(elf, phoff);
  const count = Math.min(half(elf, phentsize + 2), MOST_HEADERS);
  if (count > 0 && half(elf, phentsize) !== entry) throw new RangeError('size of a program header');
  return Array.from({ length: count }, (_, n) => {
    const at = start + n * entry;
    return { type: word(elf, at), offset: long(elf, at + offset), size: long(elf, at + filesz) };
  }).filter(({ type }) => type === PT_DYNAMIC || type === PT_INTERP || type === PT_NOTE);
}

function hasSymbols(elf: Reader): boolean {
  const { shoff, shentsize, section } = CLASSES[elf.bits];
  const start = long(elf, shoff);
  const count = start === 0 ? 0 : Math.min(half(elf, shentsize + 2), MOST_HEADERS);
  // Section headers may be cut off, as some strippers do: then there are no symbols.
  for (let n = 0; n < count; n++) {
    const at = start + n * section;
    if (at + section > elf.bytes.length) return false;
    if (word(elf, at + 4) === SHT_SYMTAB) return true;
  }
  return false;
}

/** Longest path of an interpreter that is quoted. PATH_MAX. */
const LONGEST_PATH = 4096;

function textAt({ bytes }: Reader, { offset, size }: Segment): string {
  const text = bytes.subarray(offset, offset + Math.min(size, LONGEST_PATH)).toString('latin1');
  return text.split('\0', 1)[0] ?? '';
}

/** Notes follow each other, each: sizes of name and description, type, name, description, both padded to 4 bytes. */
function buildIdIn(elf: Reader, { offset, size }: Segment): string | undefined {
  const end = Math.min(offset + size, elf.bytes.length);
  for (let at = offset; at + 12 <= end; ) {
    const [name, description, type] = [word(elf, at), word(elf, at + 4), word(elf, at + 8)];
    const start = at + 12 + padded(name);
    if (type === NT_GNU_BUILD_ID && elf.bytes.toString('latin1', at + 12, at + 15) === 'GNU')
      return elf.bytes.toString('hex', start, Math.min(start + Math.min(description, 64), end));
    at = start + padded(description);
  }
  return undefined;
}

const padded = (size: number): number => Math.ceil(size / 4) * 4;

const half = ({ bytes, order }: Reader, at: number): number => (order === 'little' ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
const word = ({ bytes, order }: Reader, at: number): number => (order === 'little' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));

/** An address: as long as the class says. Beyond 2^53 it leads out of any file. */
function long(elf: Reader, at: number): number {
  if (elf.bits === 32) return word(elf, at);
  const value = elf.order === 'little' ? elf.bytes.readBigUInt64LE(at) : elf.bytes.readBigUInt64BE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('offset');
  return Number(value);
}
