/** Whether a file can be run as an init. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { MOST_PROGRAM, notRegular } from '../base/regular-file.ts';
import { InputError } from '../scenario/input-error.ts';
import { didYouMean } from '../scenario/suggest.ts';

/** Throws an InputError where no executable file is at `path`. `names`: of targets, to suggest one that is spelt nearly so. */
export async function checkBinary(path: string, names: readonly string[] = []): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  const hint = didYouMean(path, names) || `; there are ${names.join(', ')}, or give the path of a binary or of a target file`;
  if (found === undefined)
    throw new InputError(
      'UNREADABLE',
      path,
      `no such target${path.includes('/') ? ': there is no such file' : `, nor a program in PATH${hint}`}`,
    );
  const why = notRegular(found);
  if (why !== undefined) throw new InputError('UNREADABLE', path, `not an init: ${why}`);
  if (found.size > MOST_PROGRAM)
    throw new InputError('TOO_LARGE', path, `not an init: it has ${found.size} bytes, the limit is ${MOST_PROGRAM}`);
  await access(path, constants.X_OK).catch(() => {
    throw new InputError('UNREADABLE', path, 'not an init: it is not executable (chmod +x)');
  });
}
