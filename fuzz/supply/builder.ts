/** Who seems to have built a program: texts that compiler and C library leave in it. A hint for people, never a reason to trust. */

export interface Builder {
  /** The C library that is linked into it: `glibc 2.23`. Static builds on 2.27 and later, and on musl, do not say. */
  libc?: string;
  /** `GCC Ubuntu 5.4.0-6ubuntu1~16.04.9`: that of tini's 0.18.0 release. */
  compiler?: string;
}

const GLIBC = /glibc (2\.\d{1,3})/;
const COMPILER = /GCC: \(([\x20-\x7e]{1,80}?)\) \d{1,3}\.\d/;

export function builderOf(bytes: Buffer): Builder {
  const text = bytes.toString('latin1');
  const glibc = GLIBC.exec(text)?.[1];
  const compiler = COMPILER.exec(text)?.[1];
  return {
    ...(glibc === undefined ? {} : { libc: `glibc ${glibc}` }),
    ...(compiler === undefined ? {} : { compiler: `GCC ${compiler}` }),
  };
}
