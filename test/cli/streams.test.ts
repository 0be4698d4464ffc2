/** There is one way to the terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onTerminal } from '../../fuzz/cli/streams.ts';

/** Programs of `npm run` that measure ourselves: what they print is from this repository. */
const MEASURING = /^fuzz\/cli\/(?:behind|between|bench|faulty|guidance|races|trojans)(?:\.ts|\/)/;
const WAYS = /process\.std(?:out|err)|console\.(?!ts)[a-z]+\(|\b(?:write|writeFile|createWriteStream)(?:Sync)?\((?:[12],|'\/dev\/)/;

const sources = ['fuzz', 'properties'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, name)),
);

/** Who else may: `main.ts`, where the modules could not be loaded, those that write among them. What it says is its own. */
const WRITERS = ['fuzz/cli/main.ts', 'fuzz/cli/streams.ts'];

test('nobody but streams.ts writes to stdout and stderr', () => {
  const writing = sources.filter((path) => WAYS.test(readFileSync(path, 'utf8')) && !MEASURING.test(path));
  expect(sources.length).toBeGreaterThan(250);
  expect(writing.sort()).toEqual(WRITERS);
});

test('a file on a terminal keeps its lines and tabs, and nothing else that moves the cursor', () => {
  expect(onTerminal('a\tb\r\x1b[2J\n\nc')).toBe('a\tb\\x0d\\x1b[2J\n\nc');
});
