/** The shape of a target file. */
import { z } from 'zod';
import { durationUpTo, signal } from '../scenario/schema-parts.ts';
import { object } from '../scenario/shape.ts';
import { change } from './contract-schema.ts';
import { declarable, release, webAddress } from './schema.ts';

const releases = {
  since: release.exactOptional().describe('From this release on.'),
  until: release.exactOptional().describe('Before this release.'),
};

const version = object({
  ...releases,
  text: z
    .string()
    .min(8)
    .exactOptional()
    .describe('In the bytes of builds that belong to these and have no number: releases whose text tells none.'),
  args: z.array(z.string()).exactOptional(),
  contract: change.default({}).describe('What is otherwise in the contract.'),
});

const deviation = object({
  property: declarable,
  ...releases,
  signature: z.string().exactOptional().describe('Only signatures that start with this.'),
  keeps: z
    .array(signal)
    .min(1)
    .exactOptional()
    .describe('Of forwards: signals that the contract leaves out and others forward; it is told where one is sent.'),
  reason: z.string().describe('Why it is intended, or known.'),
  link: webAddress.exactOptional(),
});

const relativePath = z.string().regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\0]+$/, {
  error: () => 'expected a path inside the package, without a slash in front and without ..',
});
const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, { error: () => 'expected the name of a Debian package' });

const programName = z.string().regex(/^[^/\0]+$/, { error: () => 'expected the name of a program in PATH, without a slash' });
/** As npm's registry has them (validate-npm-package-name): it stands in a command that people paste. */
const npmName = z
  .string()
  .regex(/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/, { error: () => 'expected the name of an npm package' })
  .describe('The npm package that brings it: what to install where it is not there.');

const find = z
  .union(
    [
      object({ package: packageName, path: relativePath }),
      object({
        built: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: () => 'expected the name of a program that the native part builds' }),
      }),
      object({ command: programName, npm: npmName.exactOptional() }),
      object({ path: z.string().min(1, { error: () => 'expected a path' }) }),
    ],
    { error: () => 'expected {package: name, path: usr/bin/name}, {built: name}, {command: name} or {path: ./name}' },
  )
  .describe('Where the binary is found.');

const place = z.string().regex(/^(?!.*\/\.{0,2}(?:\/|$))\/[^\0]+$/, {
  error: () => 'expected an absolute path, without . and .. in it',
});
const hostPath = z.string().regex(/^[^\0]+$/, { error: () => 'expected a path' });
const writable = z
  .boolean()
  .exactOptional()
  .describe('Whether each run has a copy of its own, which the init can write to; default: it is read-only.');

const file = z.union(
  [
    hostPath,
    object({ from: hostPath, at: place.exactOptional(), writable }),
    object({ package: packageName, path: relativePath, at: place, writable }),
  ],
  { error: () => 'expected a path, {from: ./folder, at: /etc/folder} or {package: name, path: usr/lib/name, at: /opt/name}' },
);

const variable = z.string().regex(/^[^=\0]+$/, { error: () => 'expected the name of a variable' });

/** Longer than any start that was met, and within the silence of a minute after which an executor is given up (fuzz/execute/pool.ts). */
const LONGEST_START_MS = 30_000;

/** The executor looks at 4096 bytes at a time (native/src/ready.c), and a character has 4 at most. */
const READY_LINE = /^[^\n\r\0]{1,200}$/;

/** A mount each, and an executor has 64 for all of its targets (native/src/root.h). */
const MOST_FILES = 16;

/** Of a target; that of its file will do for one. */
export const TARGET_NAME = /^[a-z0-9][a-z0-9.-]*$/;

export const targetSchema = object({
  version: z.literal(1).exactOptional().describe('Version of this format.'),
  name: z
    .string()
    .regex(TARGET_NAME, { error: () => 'expected a name of lower-case letters, digits, dots and hyphens' })
    .exactOptional()
    .describe('Default: that of the file.'),
  title: z.string().exactOptional().describe('For people; default: the name.'),
  like: z
    .string()
    .min(1, { error: () => 'expected the name of a target, or the path of a target file' })
    .exactOptional()
    .describe('What is not written here is as in this target: a name, or the path of a target file from the folder of this one.'),
  find: find.exactOptional(),
  onRequest: z.boolean().default(false).describe('Whether it is run only where it is named.'),
  args: z
    .array(z.string())
    .exactOptional()
    .describe(
      'Arguments of the init before the command; default: none. Where {command} or {file} is in one, the command stands there and is not appended: quoted for a shell, or as the path of a script that execs it.',
    ),
  command: z
    .literal('file', { error: () => 'expected file' })
    .exactOptional()
    .describe('The init gets no command: one of `files` execs /initproof/command, which execs the command of the run.'),
  files: z
    .array(file)
    .max(MOST_FILES)
    .exactOptional()
    .describe(
      'Files and folders that it needs beside its binary, from the folder of this file; in the sandbox they are at their own place, or `at` another.',
    ),
  variables: z
    .record(variable, z.string().regex(/^[^\0]*$/, { error: () => 'expected a text without NUL' }))
    .exactOptional()
    .describe('Variables of its environment, beside PATH and HOME, or in their place.'),
  directory: place.exactOptional().describe('The directory that it is started in, in the sandbox; default: the root.'),
  ready: object({
    within: durationUpTo(LONGEST_START_MS)
      .exactOptional()
      .describe('From its exec until it has started the command and has written its `line`; default: 10s.'),
    line: z
      .string()
      .regex(READY_LINE, { error: () => 'expected a text of one line, of 200 characters at most' })
      .exactOptional()
      .describe('It is ready when it has written a line with this text in it, to stdout or stderr; default: when its command runs.'),
  })
    .exactOptional()
    .describe('It is not ready at once, as interpreters are not: what comes before is not judged, and the command is waited for.'),
  init: z
    .string()
    .regex(/^[a-z0-9-]+$/, { error: () => 'expected the name of an init' })
    .exactOptional()
    .describe('Which init it is, as `initproof verify` tells: its releases are then told by the digest or the texts of a binary.'),
  contract: change
    .default({})
    .describe(
      'What the newest release promises; what is left out is as in the target that it is like, else as of an init that says nothing.',
    ),
  versions: z.array(version).exactOptional().describe('What other releases promise; of several that apply, the later one counts.'),
  deviations: z.array(deviation).exactOptional().describe('Violations that are intended, or known.'),
});
