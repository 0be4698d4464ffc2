/** Errors as people see them, and the exit code that each comes to. */
import { EXIT } from '../campaign/exit-code.ts';
import { VERSION } from '../campaign/version.ts';
import { HarnessError, NotExecutableError } from '../execute/harness-error.ts';
import { InputError } from '../scenario/input-error.ts';

/** Wrong usage that commander does not see. `message`: what was expected, what was given, what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Nothing is there that could be run. */
export class NothingToRunError extends Error {
  override readonly name = 'NothingToRunError';
}

/** What was to be recorded of an init cannot be relied upon: it has tampered with the record of so many runs. */
export class TamperedError extends Error {
  override readonly name = 'TamperedError';

  constructor(init: string, runs: number) {
    super(`${init} tampers with the record of its runs (${runs} of them): nothing that was recorded is evidence`);
  }
}

export interface Told {
  exit: number;
  message: string;
}

/** What the file system says, in words; these are for the person to mend. */
const FILE_ERRORS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'something else is there',
  EISDIR: 'it is a folder',
  EMFILE: 'too many open files',
};

/** What is said of an error, and the exit code. */
export function tell(error: unknown): Told {
  if (error instanceof InputError || error instanceof UsageError || error instanceof NotExecutableError) {
    return { exit: EXIT.usage, message: error.message };
  }
  if (error instanceof TamperedError) return { exit: EXIT.violated, message: error.message };
  if (error instanceof NothingToRunError) return { exit: EXIT.machine, message: error.message };
  if (error instanceof HarnessError) return tellHarness(error);
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const reason = FILE_ERRORS[code ?? ''];
  if (reason !== undefined && path !== undefined) return { exit: EXIT.usage, message: `${path}: ${reason} (${syscall ?? code})` };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exit: EXIT.internal, message: `a fault of initproof ${VERSION}, please report it with what follows\n${stack}` };
}

function tellHarness({ code, message }: HarnessError): Told {
  if (code === 'machine' || code === 'not-built')
    return {
      exit: EXIT.machine,
      message: `${message.replaceAll(/\n(executor: )?/g, '\n  ')}\n  \`initproof doctor\` tells what this machine lacks`,
    };
  return { exit: EXIT.inconclusive, message: `given up after harness errors, the last one: ${message} (${code})` };
}
