/** Which init these bytes are, told by the texts in them. A text proves nothing about who built it: it says what to compare with. */

/** Inits that have rules. */
export const INITS = ['catatonit', 'tini', 'dumb-init', 's6-overlay'] as const;
export type InitName = (typeof INITS)[number];

export type Identity =
  /** It has the marks of this init. `git`: the commit that it says it is of. */
  | { kind: 'init'; init: InitName; version?: string; git?: string; dirty?: boolean }
  /** It has the version text of an init, and nothing else that this init has. */
  | { kind: 'version-text'; init: InitName; version: string; git?: string; dirty?: boolean }
  | { kind: 'script'; interpreter: string }
  /** A program that is no init that is known. */
  | { kind: 'program' }
  | { kind: 'other' };

interface Rule {
  init: InitName;
  /** Any of these texts; those of one init are in no other. */
  marks: readonly string[];
  version: RegExp;
  git?: RegExp;
}

/**
 * In this order: catatonit prints `tini version 0.1.7_catatonit`. Tried on 23 binaries: release files, distribution packages, builds of
 * others; node and dash are recognised as none.
 */
const RULES: readonly Rule[] = [
  {
    init: 'catatonit',
    marks: ['github.com/openSUSE/catatonit', "container init so simple it's effectively brain-dead"],
    version: /\0(\d{1,4}\.\d{1,4}\.\d{1,4})\0/,
  },
  {
    // From 0.12.0 on the version and the commit are one text.
    init: 'tini',
    marks: ['TINI_VERBOSITY', 'TINI_SUBREAPER', '[FATAL tini (%i)]'],
    version: /tini version (\d{1,4}\.\d{1,4}\.\d{1,4})/,
    git: /tini version \S{1,20} - git\.([0-9a-f]{7,40})(-dirty)?/,
  },
  {
    // 0.2.0 to 0.11.0.
    init: 'tini',
    marks: ['%s (version %s%s)'],
    version: /\0(0\.\d{1,2}\.\d{1,2})\0/,
    git: /\0 - git\.([0-9a-f]{7,40})(-dirty)?\0/,
  },
  {
    init: 'dumb-init',
    marks: ['dumb-init is a simple process supervisor that forwards signals to children'],
    version: /(?:^|[^\d.])(\d{1,4}\.\d{1,4}\.\d{1,4})\n/,
  },
];

/** /init of s6-overlay 3 is a script; its version is in a path of the image. */
const S6_MARKS = ['s6-overlay-suexec', '/package/admin/s6-overlay'];

const ELF = Buffer.from('\x7fELF', 'latin1');

/** What `bytes`, the whole of a file, are. Never runs them. */
export function identify(bytes: Buffer): Identity {
  if (bytes.subarray(0, 2).toString('latin1') === '#!') return ofScript(bytes);
  if (!bytes.subarray(0, 4).equals(ELF)) return { kind: 'other' };
  const rule = RULES.find(({ marks }) => marks.some((mark) => bytes.includes(mark, 0, 'latin1')));
  // Most programs are none: a search for a text costs a tenth of what making one string of them does.
  if (rule === undefined && !bytes.includes('tini version ')) return { kind: 'program' };
  const text = bytes.toString('latin1');
  if (rule !== undefined) return { kind: 'init', init: rule.init, ...partsOf(rule.init, text) };
  const tini = RULES[1] as Rule;
  const { version, ...rest } = parts(tini, text);
  return version === undefined ? { kind: 'program' } : { kind: 'version-text', init: tini.init, version, ...rest };
}

/** By the rule that finds a version: tini had its other marks before it had its version in one text with the commit. */
function partsOf(init: InitName, text: string): ReturnType<typeof parts> {
  const found = RULES.filter((rule) => rule.init === init).map((rule) => parts(rule, text));
  return found.find(({ version }) => version !== undefined) ?? found[0] ?? {};
}

function parts({ version, git }: Rule, text: string): { version?: string; git?: string; dirty?: boolean } {
  const number = version.exec(text)?.[1];
  const [, commit, dirty] = git?.exec(text) ?? [];
  return {
    ...(number === undefined ? {} : { version: number }),
    ...(commit === undefined ? {} : { git: commit, dirty: dirty !== undefined }),
  };
}

function ofScript(bytes: Buffer): Identity {
  if (S6_MARKS.every((mark) => bytes.includes(mark))) return { kind: 'init', init: 's6-overlay' };
  // BINPRM_BUF_SIZE of Linux: what execve(2) reads of the first line.
  const line = bytes.subarray(2, 256).toString('latin1').split('\n', 1)[0] ?? '';
  return { kind: 'script', interpreter: line.trim() };
}
