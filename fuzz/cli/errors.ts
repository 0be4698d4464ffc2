/** Errors as people see them, and the exit code that each comes to. */
import { OutError } from '../campaign/check-out.ts';
import { EXIT } from '../campaign/exit-code.ts';
import { VERSION } from '../campaign/version.ts';
import { fileError, type FileFault } from '../cases/file-error.ts';
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

/** The exit code of what a file system refuses. */
const EXIT_OF_FAULT: Readonly<Record<FileFault, number>> = { place: EXIT.usage, machine: EXIT.machine };

/** What is said of an error, and the exit code. */
export function tell(error: unknown): Told {
  if (error instanceof InputError || error instanceof UsageError || error instanceof NotExecutableError) {
    return { exit: EXIT.usage, message: error.message };
  }
  if (error instanceof TamperedError) return { exit: EXIT.violated, message: error.message };
  if (error instanceof NothingToRunError) return { exit: EXIT.machine, message: error.message };
  if (error instanceof OutError) return { exit: EXIT_OF_FAULT[error.fault], message: error.message };
  if (error instanceof HarnessError) return tellHarness(error);
  const file = fileError(error);
  if (file !== undefined) return { exit: EXIT_OF_FAULT[file.fault], message: file.said };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exit: EXIT.internal, message: `internal error in initproof ${VERSION}: please report it with the following lines\n${stack}` };
}

function tellHarness({ code, message }: HarnessError): Told {
  if (code === 'machine' || code === 'not-built')
    return {
      exit: EXIT.machine,
      message: `${message.replaceAll(/\n(?:executor: |apphost: )?/g, '\n  ')}\n  \`initproof doctor\` tells what this machine lacks`,
    };
  if (code === 'refused') return { exit: EXIT.usage, message: message.replace(/^apphost: /, '') };
  if (code === 'stays') return { exit: EXIT.internal, message: message.replaceAll('\n', '\n  ') };
  return { exit: EXIT.inconclusive, message: `stopped after too many internal errors, the last one: ${message} (${code})` };
}
