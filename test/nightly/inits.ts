/** One init that is built anew from night to night: sound, faulty, faulty now and then, broken. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { FAULTY_FOLDER } from '../measure/faulty/faults.ts';

/** Cuts exit codes to seven bits in one start of 25. */
const NOW_AND_THEN = `#include "base.h"
#include <sys/auxv.h>

int exit_code(int status)
{
	const unsigned char *seed = (const unsigned char *)getauxval(AT_RANDOM);

	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status) & (seed[0] < 10 ? 0x7f : 0xff);
}
`;
/** A build that went wrong: no init is left in it, and the command is PID 1 itself. */
const BROKEN = '#!/bin/sh\nexec "$@"\n';

export type Build = 'sound' | 'faulty' | 'now-and-then' | 'broken';

export function makeInits(): void {
  execFileSync('make', ['-s', '-C', FAULTY_FOLDER, 'build/no-fault', 'build/seven-bits']);
}

/** Puts a build in the place of the init at `path`: as a whole, as an installation does. */
export function install(path: string, build: Build): void {
  const next = `${path}.next`;
  switch (build) {
    case 'sound':
      copyFileSync(join(FAULTY_FOLDER, 'build', 'no-fault'), next);
      break;
    case 'faulty':
      copyFileSync(join(FAULTY_FOLDER, 'build', 'seven-bits'), next);
      break;
    case 'broken':
      writeFileSync(next, BROKEN);
      break;
    case 'now-and-then': {
      const source = `${path}.c`;
      writeFileSync(source, NOW_AND_THEN);
      const object = join(FAULTY_FOLDER, 'build', 'base.o');
      execFileSync('cc', ['-O1', '-static', '-s', '-I', FAULTY_FOLDER, '-o', next, source, object]);
    }
  }
  chmodSync(next, 0o755);
  renameSync(next, path);
}

/** The init at `path`, judged by the contract of the sound one. */
export async function targetAt(path: string, name: string): Promise<FoundTarget> {
  const found = await findTarget(path, { like: 'sound' });
  if (!found.ok) throw new Error(found.why);
  return { ...found.target, name };
}
