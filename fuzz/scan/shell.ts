/** Names of shells, and what a command is called. */

const SHELLS = /^(?:sh|bash|ash|dash|zsh|ksh|mksh)$/;

/** Whether a command of that name is a shell. */
export const isShell = (command: string): boolean => SHELLS.test(baseName(command));

/** Whether the first line of a script names a shell: `#!/bin/sh -e`, `#!/usr/bin/env bash`. */
export const byShell = (interpreter: string): boolean => interpreter.split(/\s+/).some((word) => isShell(word));

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether words are a shell with text to run: `sh -c TEXT`, `bash -ec TEXT`. */
export const isShellText = ([command = '', flag = '']: readonly string[]): boolean => byShell(baseName(command)) && /^-[a-z]*c$/.test(flag);
