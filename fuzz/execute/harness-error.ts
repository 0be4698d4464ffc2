/** A fault of ours or of the machine, never of the init. `code` is constant and groups them. */
export class HarnessError extends Error {
  readonly code: HarnessCode;

  constructor(code: HarnessCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HarnessError';
    this.code = code;
  }
}

/**
 * `machine`: this machine does not allow what is needed. `not-built`: the native part is missing. `died`, `silent`: an executor ended,
 * or did not answer in time. `program`: it refused a program. `closed`: the pool was closed meanwhile. `unexplained`: model and trace
 * differ in a way that no property names. `stays`: a process of ours does not end. `refused`: what was to be run makes no sense.
 */
export type HarnessCode = 'machine' | 'not-built' | 'died' | 'silent' | 'program' | 'closed' | 'unexplained' | 'stays' | 'refused';

/** The target's file cannot be exec'ed: a mistake of the caller's (ENOEXEC, EACCES, a missing interpreter). */
export class NotExecutableError extends Error {
  constructor(why: string) {
    super(`The init cannot be executed: ${why}`);
    this.name = 'NotExecutableError';
  }
}
