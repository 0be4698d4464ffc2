/** Cases in a few lines, as the corpus has them. */
import { readCase } from '../../fuzz/cases/case-file.ts';
import type { StoredCase } from '../../fuzz/cases/store.ts';
import { compile } from '../../fuzz/compile/compile.ts';
import type { Program } from '../../fuzz/compile/program.ts';
import type { Exported } from '../../fuzz/export/beyond-target.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';

/** An init that nobody knows. */
export const ANY: Exported = { contract: PLAIN, args: [] };

/** Of its text, without the version. */
export const stored = (text: string): StoredCase => ({
  path: 'case.yaml',
  id: '0123abcd',
  case: readCase(`version: 1\n${text}`, 'case.yaml'),
});

export const program = (text: string): Program => compile(stored(text).case.scenario);

/** An orphan that main's child leaves. */
export const ORPHAN = `
property: reaps-orphans
actors:
  main: {}
  shell: {parent: main}
  orphan: {parent: shell, copies: 3}
steps:
  - {fork: shell}
  - {fork: orphan}
  - {exit: {actor: shell, code: 0}}
  - {exit: {actor: orphan, code: 0}}
`;

/** Signals that are noted. */
export const NOTED = `
property: forwards
actors:
  main: {on: {all: note, SIGINT: {exit: 7}, SIGHUP: ignore}}
steps:
  - {signal: {signal: SIGTERM, to: init}}
  - {signal: {signal: SIGRTMIN+3, to: init}}
`;
