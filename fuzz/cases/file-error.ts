/**
 * What the file system refuses, in words, and whether its user or the machine is to mend it: the one table that campaign and command line
 * share.
 */

/**
 * `place`: another path, or other rights, will do: whoever named it named a wrong one. `machine`: it lacks room or descriptors, or its disk
 * is broken, wherever the file is to be.
 */
export type FileFault = 'place' | 'machine';

export interface FileError {
  fault: FileFault;
  /** `PATH: reason (syscall)`, or without the path where the kernel named none. */
  said: string;
}

/** errno(3); mkdir(2), open(2), write(2), rename(2) say which come. */
const FILE_ERRORS: Readonly<Record<string, readonly [FileFault, string]>> = {
  EACCES: ['place', 'permission denied'],
  EPERM: ['place', 'not permitted'],
  EROFS: ['place', 'the file system is read-only'],
  ENOTDIR: ['place', 'a part of the path is not a folder'],
  EEXIST: ['place', 'something else is there'],
  EISDIR: ['place', 'it is a folder'],
  ELOOP: ['place', 'its links lead in a circle'],
  ENAMETOOLONG: ['place', 'the name is too long'],
  EFBIG: ['place', 'files may not be so large there'],
  ENOSPC: ['machine', 'no space left on the disk'],
  EDQUOT: ['machine', 'the quota of the disk is used up'],
  EMFILE: ['machine', 'too many open files: this process may open no more, `ulimit -n` has the limit'],
  ENFILE: ['machine', 'too many open files on this machine'],
  ENOMEM: ['machine', 'no memory is left'],
  EIO: ['machine', 'the disk, or what it is on, is broken'],
  ESTALE: ['machine', 'the server of the file system has lost it'],
};

/** Only of what was to be made: a file that is missing for reading is somebody else's matter. */
const NO_FOLDER = ['place', 'no folder can be made there'] as const;

/** `undefined` for an error that is none of the file system's. */
export function fileError(error: unknown): FileError | undefined {
  const { code = '', path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const [fault, reason] = FILE_ERRORS[code] ?? (code === 'ENOENT' && syscall === 'mkdir' ? NO_FOLDER : []);
  if (fault === undefined || reason === undefined) return undefined;
  return { fault, said: `${path === undefined ? '' : `${path}: `}${reason} (${syscall ?? code})` };
}

/** Why a file could not be written, in one line. Throws `error` itself where it is none of the system's, but a fault of ours. */
export function whyNotWritten(error: unknown): string {
  const known = fileError(error)?.said;
  const { code, syscall, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (known === undefined && (code === undefined || syscall === undefined)) throw error;
  return known ?? message;
}
