/**
 * The shape of a scenario file: checks, and the JSON Schema that editors complete from. The types are in `scenario.ts`; the compiler
 * holds the two together. What depends on several values is checked by `validate.ts`.
 */
import { z } from 'zod';
import { LIMITS, type Actor, type Launch, type Reaction, type Scenario } from './scenario.ts';
import { actorName, duration, exitCode, quiet, signal } from './schema-parts.ts';
import { type Counted, object, parseShape, show, whole, word, type Shaped } from './shape.ts';
import { signalHint } from './signal-hint.ts';
import { SIGNALS, type SignalName } from './signals.ts';
import { step } from './steps/table.ts';
import { problems } from './validate.ts';

/** The version of the language that this code reads and writes. */
export const SCENARIO_VERSION = 1;

/** Texts that may be odd on purpose, hence quoted where YAML would read something else. */
const texts = z.array(z.string());

const launch = object({
  command: word('actor', 'missing', 'not-executable', 'directory', 'script-without-interpreter', 'no-process-left')
    .exactOptional()
    .describe('What the init is asked to start; default: the actor `main`.'),
  args: texts.exactOptional().describe('Arguments of the command.'),
  env: z.record(z.string(), z.string()).exactOptional().describe('Variables added to the environment of the init.'),
  blocked: z.array(signal).exactOptional().describe('Signals blocked when the init is started.'),
  ignored: z.array(signal).exactOptional().describe('Signals ignored when the init is started.'),
  closed: z
    .array(word('stdin', 'stdout', 'stderr'))
    .exactOptional()
    .describe('Standard descriptors closed when the init is started.'),
  open: z.array(whole(3, 63)).exactOptional().describe('Further descriptors open when the init is started.'),
  directory: word('/', 'own', 'deleted', 'unreadable').exactOptional().describe('Working directory of the init; default /.'),
  umask: whole(0, 0o777).exactOptional().describe('File mode creation mask of the init; default 0o022.'),
  nice: whole(0, 19).exactOptional().describe('Nice value of the init; default 0.'),
  noNewPrivs: z.boolean().exactOptional().describe('Whether an exec can give no privilege (PR_SET_NO_NEW_PRIVS).'),
  limits: object({
    NOFILE: whole(16, 4096).exactOptional().describe('Descriptors.'),
    STACK: whole(262_144, 2 ** 40)
      .exactOptional()
      .describe('Bytes.'),
    CORE: whole(0, 2 ** 40)
      .exactOptional()
      .describe('Bytes.'),
    FSIZE: whole(0, 2 ** 40)
      .exactOptional()
      .describe('Bytes of a file.'),
    AS: whole(16_777_216, 2 ** 40)
      .exactOptional()
      .describe('Bytes of memory. Actors need 8 MB.'),
  })
    .exactOptional()
    .describe('Soft resource limits of the init.'),
  pending: z.array(signal).exactOptional().describe('Signals pending when the init is started; they must be blocked too.'),
  early: z
    .array(object({ signal, us: whole(0, LIMITS.earlyUs).describe('µs after its exec.') }))
    .max(LIMITS.early, { error: () => `there are more early signals than the limit, ${LIMITS.early}` })
    .exactOptional()
    .describe('Signals sent to the init while it starts.'),
  full: z.array(word('stdout', 'stderr')).exactOptional().describe('Standard descriptors that are full pipes which nobody reads.'),
  as: word('pid1', 'subreaper')
    .exactOptional()
    .describe('Whether the init is PID 1 (default), or a child of it that may adopt orphans: PID 1 then waits for nobody but the init.'),
  terminal: word('controlling').exactOptional().describe('Descriptors 0 to 2 are a terminal, the controlling one of PID 1.'),
  tostop: z.boolean().exactOptional().describe('Whether a background process is stopped when it writes to the terminal.'),
  user: whole(1, 65534).exactOptional().describe('User and group id of the init; default: root.'),
  capabilities: word('none').exactOptional().describe('The init is root without a capability.'),
  pidsLimit: whole(1, LIMITS.processes).exactOptional().describe('Number of processes that fit beside the init.'),
  proc: word('none').exactOptional().describe('No /proc is mounted.'),
}) satisfies z.ZodType<Launch>;

const reaction: z.ZodType<Reaction> = z
  .union([word('default', 'ignore', 'note'), object({ exit: exitCode, after: duration.exactOptional() })], {
    error: (issue) => quiet(issue, (input) => `expected default, ignore, note or {exit: 0}, got ${show(input)}`),
  })
  .meta({ id: 'reaction', description: 'default, ignore, note (record it and go on), or {exit: 3, after: 20ms}.' });

// Zod's types do not say that a record of an enum has this issue too.
const strangeSignal = (issue: { code: string; keys?: unknown }) =>
  issue.code === 'unrecognized_keys' && Array.isArray(issue.keys) ? signalHint(issue.keys[0], ['all']) : undefined;
const reactions = z.partialRecord(z.enum<readonly (SignalName | 'all')[]>([...SIGNALS, 'all']), reaction, { error: strangeSignal });

const group = z.union([word('parent', 'own'), object({ of: actorName })], {
  error: (issue) => quiet(issue, (input) => `expected parent, own or {of: an actor}, got ${show(input)}`),
});

const actor = object({
  parent: actorName
    .exactOptional()
    .describe('Who forks it; `main` alone has none. `init`: the init has it from before its start; `outside`: it enters.'),
  exited: exitCode.exactOptional().describe('Of a child of the init from before its start: it has exited with this code.'),
  copies: whole(1, LIMITS.processes).exactOptional().describe('How many alike; default 1.'),
  on: reactions.exactOptional().describe('What it does upon each signal; `all` for those not named.'),
  group: group.exactOptional().describe("Process group: its parent's (default), its own, or another actor's."),
  session: word('parent', 'own').exactOptional().describe("Session: its parent's (default) or its own."),
  daemon: z.boolean().exactOptional().describe('Forked twice, as daemons are.'),
  waits: z.boolean().exactOptional().describe('Whether it waits for its children; default true.'),
  user: whole(1, 65534).exactOptional().describe('User id that it takes when it starts.'),
  setuid: z.boolean().exactOptional().describe('Started by a set-uid program: it becomes root.'),
  subreaper: z.boolean().exactOptional().describe('Whether orphans below it become its children.'),
  leaderEnds: z.boolean().exactOptional().describe('Its first thread has ended: /proc calls it a zombie while it lives.'),
  pid: object({ of: actorName }).exactOptional().describe('It gets the id that this actor had, which has ended, if that is free.'),
  vfork: z.boolean().exactOptional().describe('Made by vfork: its maker is suspended until it ends or is another program.'),
  cloneParent: z.boolean().exactOptional().describe("Made with CLONE_PARENT: a child of its maker's parent."),
  comm: z.string().exactOptional().describe('Its name in /proc/PID/stat: 15 bytes at most.'),
}) satisfies z.ZodType<Actor>;

const version = z.literal(SCENARIO_VERSION, { error: (issue) => quiet(issue, versionError) }).describe('Version of the language.');

function versionError(input: unknown): string {
  if (typeof input !== 'number' || input < SCENARIO_VERSION) return `expected version ${SCENARIO_VERSION}, got ${show(input)}`;
  return `version ${input} is newer than what this initproof reads, ${SCENARIO_VERSION}: update initproof to use this file`;
}

/** The keys of a scenario file. A case has these and more. */
export const scenarioFields = {
  version,
  launch: launch.default({}).describe('The state in which the init is started.'),
  actors: z
    .record(z.string(), actor)
    .transform((actors): Record<string, Actor> => ('main' in actors ? actors : { main: {}, ...actors }))
    .default({ main: {} })
    .describe("The processes, parents first. `main` is the init's own child; it need not be listed."),
  steps: z.array(step).max(LIMITS.steps).default([]).describe('What happens, in order.'),
};

export const scenarioSchema: z.ZodType<Scenario> = object(scenarioFields);

/** A list of signals that is counted first. */
export const countedSignals = (...path: string[]): Counted => ({
  path,
  most: SIGNALS.length,
  said: `there are more signals than all ${SIGNALS.length}`,
});

/** Lists of a scenario that are counted first. */
export const COUNTED: readonly Counted[] = [
  { path: ['steps'], most: LIMITS.steps, said: `there are more steps than the limit, ${LIMITS.steps}` },
  ...['blocked', 'ignored', 'pending'].map((key) => countedSignals('launch', key)),
];

/** `data`, as read from YAML or JSON or made by a program, as a scenario that can be compiled; or all that is wrong with it. */
export function parseScenario(data: unknown): Shaped<Scenario> {
  const shaped = parseShape(scenarioSchema, data, COUNTED);
  if (!shaped.ok) return shaped;
  const found = problems(shaped.value);
  return found.length === 0 ? shaped : { ok: false, problems: found };
}

/** A schema as JSON Schema draft-07, which editors' YAML servers read. */
export function toJsonSchema(schema: z.ZodType, title: string): object {
  return { title, ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) };
}
