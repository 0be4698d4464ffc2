/** What can be told of shell text without running it: whether the last thing that it does replaces the shell. */
import { printable } from '../supply/printable.ts';

/** `exec` as a command, followed by a word that is no redirection. */
const EXEC = /(?:^|[;&|({]\s*|\b(?:then|else|do)\s+|^\s*)exec\s+(?:-[acl]\s*\S*\s+)*(?!\d*[<>]|-\w|\$\()("?)([^\s"';&|]+)/gm;

export interface ShellText {
  /** It has an `exec` of some command somewhere: which branch is taken is not known. */
  execs: boolean;
  /** The words after each `exec`. */
  commands: string[];
}

/** Looks for `exec` in a script, comments and here-documents apart. A heuristic: what it finds is a hint, and is told as one. */
export function readShell(text: string): ShellText {
  const code = text
    .replace(/\\\n/g, ' ')
    .replace(/^(.*?)<<-?\s*(['"]?)(\w+)\2([\s\S]*?)^\s*\3$/gm, '$1')
    .replace(/^\s*#.*$/gm, '')
    .replace(/\s#.*$/gm, '');
  const commands = [...code.matchAll(EXEC)].map(([, , word]) => printable(word ?? ''));
  return { execs: commands.length > 0, commands };
}

const SHELLS = /^(?:sh|bash|ash|dash|zsh|ksh|mksh)$/;

/** Whether a command of that name is a shell. */
export const isShell = (command: string): boolean => SHELLS.test(baseName(command));

/** Whether the first line of a script names a shell: `#!/bin/sh -e`, `#!/usr/bin/env bash`. */
export const byShell = (interpreter: string): boolean => interpreter.split(/\s+/).some((word) => isShell(word));

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
