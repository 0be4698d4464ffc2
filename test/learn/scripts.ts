/** Entrypoints as people write them, in a folder of their own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporary } from '../fixtures/temporary.ts';

const SCRIPTS = {
  /** Without exec: the shell stays PID 1. */
  forwardsNothing: '#!/bin/sh\n"$@"\nexit $?\n',
  trapsTwo: '#!/bin/bash\n"$@" &\nchild=$!\ntrap \'kill -TERM $child\' TERM INT\nwait $child\ntrap - TERM INT\nwait $child\nexit $?\n',
  dresses: '#!/bin/sh\nexport INIT=1 HOME=/root; umask 077; cd /; exec 9</dev/null 8</; "$@"\nexit $?\n',
  seesOff: '#!/bin/bash\n"$@"\ncode=$?\ntrap : TERM\nkill -TERM -1\nsleep 0.5\nkill -KILL -1\nexit $code\n',
  /** As nohup(1) does, and with one more variable. */
  becomes: '#!/bin/sh\ntrap "" HUP\nexport MODE=prod\nexec "$@"\n',
  neverStarts: '#!/bin/sh\necho "no such option: $1" >&2\nexit 64\n',
} as const;

export async function writeScripts(): Promise<Record<keyof typeof SCRIPTS, string>> {
  const folder = temporary();
  const paths = Object.entries(SCRIPTS).map(async ([name, text]) => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o755 });
    return [name, path];
  });
  return Object.fromEntries(await Promise.all(paths));
}
