/** What can be told of shell text without running it: what replaces the shell. One way over the text, since scripts come from strangers. */

/** A word of a command as it is written, without its quotes; or what separates commands. */
type Token = { word: string; quoted: boolean } | 'end';

/** Words after which a command begins (POSIX, shell grammar). */
const BEFORE_COMMAND = new Set(['then', 'else', 'elif', 'do', 'if', 'while', 'until', '{', '!', 'time']);

/** The words of each `exec` with a command. A heuristic: what it finds is a hint, and is told as one. */
export function readShell(text: string): string[][] {
  const execs: string[][] = [];
  let words: string[] | undefined;
  let atCommand = true;
  for (const token of tokens(text)) {
    if (token === 'end') {
      addTo(execs, words);
      [words, atCommand] = [undefined, true];
    } else if (words !== undefined) words.push(token.word);
    else if (atCommand && !token.quoted && token.word === 'exec') words = [];
    // A variable may be set before the command.
    else atCommand = atCommand && !token.quoted && (BEFORE_COMMAND.has(token.word) || /^\w+=/.test(token.word));
  }
  addTo(execs, words);
  return execs;
}

/** exec without a command redirects, and goes on. */
function addTo(execs: string[][], words: string[] | undefined): void {
  if (words === undefined) return;
  let first = 0;
  // The name to be given, or where to redirect to, may stand apart.
  while (/^(?:-|\d*[<>])/.test(words[first] ?? '')) first += /^-[cl]*a$|^\d*(?:>>|<>|>\||[<>]&?)$/.test(words[first] ?? '') ? 2 : 1;
  if (first < words.length) execs.push(words.slice(first));
}

function* tokens(text: string): Generator<Token> {
  const ends: { word: string; tabs: boolean }[] = [];
  let word: string | undefined;
  let quoted = false;
  const whole = function* (): Generator<Token> {
    if (word !== undefined) yield { word, quoted };
    [word, quoted] = [undefined, false];
  };
  for (let at = 0; at < text.length; at++) {
    const one = text[at] ?? '';
    if (one === '\\') {
      if (text[++at] !== '\n') word = (word ?? '') + (text[at] ?? '');
    } else if (one === "'" || one === '"') {
      const [end, inner] = quotedAt(text, at);
      [word, quoted, at] = [(word ?? '') + inner, true, end];
    } else if (one === '#' && word === undefined) at = lineEnd(text, at) - 1;
    else if (one === '\n' || (';&|(){}'.includes(one) && !isPartOfWord(one, word, text[at + 1]))) {
      yield* whole();
      yield 'end';
      if (one === '\n') for (const end of ends.splice(0)) at = hereEnd(text, at, end);
    } else if (one === ' ' || one === '\t') yield* whole();
    else if (one === '<' && text[at + 1] === '<' && text[at + 2] !== '<') {
      const [, tabs, , name = ''] = /^<<(-?)[ \t]{0,9}(['"]?)(\w{1,80})/.exec(text.slice(at, at + 100)) ?? [];
      if (name !== '') ends.push({ word: name, tabs: tabs === '-' });
      at += 1;
    } else word = (word ?? '') + one;
  }
  yield* whole();
}

/** `${name}`, `2>&1`, `>|file`: no end of a command. */
function isPartOfWord(one: string, word: string | undefined, next: string | undefined): boolean {
  if (one === '{') return word !== undefined || (next !== ' ' && next !== '\n');
  if (one === '}') return word !== undefined;
  if (one === '&' || one === '|') return /[<>]$/.test(word ?? '');
  return false;
}

/** Where the quotes that begin at `at` end, and what is in them. */
function quotedAt(text: string, at: number): [end: number, inner: string] {
  const quote = text[at] ?? '';
  let end = at + 1;
  while (end < text.length && text[end] !== quote) end += quote === '"' && text[end] === '\\' ? 2 : 1;
  return [end, text.slice(at + 1, end)];
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The end of the last line of a here-document that begins behind `at`, the end of a line. */
function hereEnd(text: string, at: number, end: { word: string; tabs: boolean }): number {
  let from = at + 1;
  while (from < text.length) {
    const to = lineEnd(text, from);
    const line = text.slice(from, to);
    if ((end.tabs ? line.replace(/^\t+/, '') : line) === end.word) return to;
    from = to + 1;
  }
  return text.length;
}

const SHELLS = /^(?:sh|bash|ash|dash|zsh|ksh|mksh)$/;

/** Whether a command of that name is a shell. */
export const isShell = (command: string): boolean => SHELLS.test(baseName(command));

/** Whether the first line of a script names a shell: `#!/bin/sh -e`, `#!/usr/bin/env bash`. */
export const byShell = (interpreter: string): boolean => interpreter.split(/\s+/).some((word) => isShell(word));

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
