/** A schedule as a file: what is run, behind which init, what is done, and what must come of it. */
import { z } from 'zod';
import { readText } from '../cases/read-file.ts';
import { durationMs } from '../scenario/duration.ts';
import { parseShape } from '../scenario/shape.ts';
import { isSignalName, type SignalName } from '../scenario/signals.ts';
import { unwrap, writeYaml } from '../scenario/yaml.ts';
import { parseSource } from '../scenario/yaml-source.ts';
import type { Application } from './application.ts';
import { scheduleSchema, type Schedule } from './schedule.ts';
import { localAddress, readiness } from './words.ts';

const signal = z.custom<SignalName>((value) => typeof value === 'string' && isSignalName(value), {
  error: 'expected a signal such as SIGTERM',
});

const appCaseSchema = z.strictObject({
  version: z.literal(1),
  app: z.strictObject({
    command: z.array(z.string()).min(1).describe('The command and its arguments.'),
    init: z.string().default('none').describe('What stands before it as PID 1, or none.'),
    ready: z
      .string()
      .refine((text) => readiness(text) !== undefined, {
        error: 'expected line:TEXT, file:PATH, tcp:PORT, http://127.0.0.1:PORT/PATH, or a time of rest',
      })
      .default('300ms'),
    load: z
      .string()
      .refine((text) => localAddress(text) !== undefined, { error: 'expected http://127.0.0.1:PORT/PATH' })
      .optional(),
    directory: z.string().optional().describe('In which it is started; default: the current one, or / of a root.'),
    root: z.string().optional().describe('A folder that is its whole root.'),
    stop: signal.default('SIGTERM').describe('STOPSIGNAL of its image.'),
  }),
  ...scheduleSchema.shape,
  expect: z
    .strictObject({
      codes: z.array(z.int().min(0).max(255)).default([0, 143]).describe('Exit codes of PID 1.'),
      child: z.boolean().optional().describe('Whether it may end when its child has died, with a code that is not 0.'),
    })
    .default({ codes: [0, 143] }),
});

export type AppCase = z.output<typeof appCaseSchema>;

/** The case in `text`; throws an InputError that points at what is wrong. */
export function readAppCase(text: string, file: string): AppCase {
  const source = parseSource(text, file);
  return unwrap(source, parseShape(appCaseSchema, source.value));
}

export const appCaseAt = async (path: string): Promise<AppCase> => readAppCase(await readText(path), path);

/** What a case runs. `env`: the environment, which no case has; `here`: the current folder. */
export function applicationOf({ app }: AppCase, env: Readonly<Record<string, string>>, here: string): Application {
  const { command, root, load, stop } = app;
  const directory = app.directory ?? (root === undefined ? here : '/');
  const address = load === undefined ? undefined : localAddress(load);
  return {
    command,
    env,
    directory,
    ...(root === undefined ? {} : { root }),
    shown: root === undefined ? [{ from: directory, at: directory }] : [],
    ready: readiness(app.ready) ?? 'rest:300',
    ...(address === undefined ? {} : { load: address }),
    stop,
  };
}

/** `rest:300` and `http:80/x` as people write them. */
export function readyWord(ready: string): string {
  const [kind, ...rest] = ready.split(':');
  if (kind === 'rest') return `${rest[0]}ms`;
  return kind === 'http' ? `http://127.0.0.1:${rest.join(':')}` : ready;
}

interface Saved {
  init: string;
  schedule: Schedule;
  codes: readonly number[];
  mayFail: boolean;
}

/** As a file. `said`: lines of its comment. The current folder is left out: a case lies in a project. */
export function writeAppCase(app: Application, { init, schedule, codes, mayFail }: Saved, said: readonly string[], here: string): string {
  const { command, directory, root, ready, load, stop } = app;
  const head = said.map((line) => `# ${line}`);
  const body = {
    version: 1,
    app: {
      command: [...command],
      init,
      ready: readyWord(ready),
      ...(load === undefined ? {} : { load: `http://127.0.0.1:${load}` }),
      ...(directory === here || (root !== undefined && directory === '/') ? {} : { directory }),
      ...(root === undefined ? {} : { root }),
      ...(stop === 'SIGTERM' ? {} : { stop }),
    },
    ...(schedule.terminal === true ? { terminal: true } : {}),
    steps: schedule.steps,
    expect: { codes: [...new Set([0, ...codes])], ...(mayFail ? { child: true } : {}) },
  };
  return [...head, writeYaml(body)].join('\n');
}

/** Longest wait of a case that is not the start, ms. */
export const lengthOfCase = ({ steps }: AppCase): number =>
  steps.reduce((sum, step) => sum + ('within' in step ? durationMs(step.within) : 0), 0);
