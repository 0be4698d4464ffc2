/** Programs by their names alone, as a shell finds them. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

/** The first executable file called `name` in the folders of `path`, a PATH (environ(7)); those that are not absolute are passed over. */
export async function inSearchPath(name: string, path = searchPath()): Promise<string | undefined> {
  if (!/^[^/\0]+$/.test(name)) return undefined;
  for (const folder of path.split(':').filter(isAbsolute)) {
    const candidate = join(folder, name);
    if (await isProgram(candidate)) return candidate;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function searchPath({ PATH = '' } = process.env): string {
  return PATH;
}
