/**
 * The shape of a scenario file: checks, and the JSON Schema that editors complete from. The types are in `scenario.ts`; the compiler
 * holds the two together. What depends on several values is checked by `validate.ts`.
 */
import { z } from 'zod';
import { parseDuration } from './duration.ts';
import { LIMITS, type Actor, type Launch, type Reaction, type Scenario, type Step, type TogetherStep } from './scenario.ts';
import { object, parseShape, show, whole, word, type Shaped } from './shape.ts';
import { signalHint } from './signal-hint.ts';
import { SIGNALS, type SignalName } from './signals.ts';
import type { StepKind } from './steps.ts';
import { didYouMean } from './suggest.ts';
import { problems } from './validate.ts';

/** The version of the language that this code reads and writes. */
export const SCENARIO_VERSION = 1;

const quiet = (issue: { input?: unknown }, message: (input: unknown) => string) =>
  issue.input === undefined ? undefined : message(issue.input);

export const signalSchema = z
  .enum(SIGNALS as readonly [SignalName, ...SignalName[]], { error: (issue) => quiet(issue, (input) => signalHint(input)) })
  .meta({ id: 'signal', description: 'The name of a signal; real-time ones as SIGRTMIN+3.' });
const duration = z
  .string({ error: (issue) => quiet(issue, (input) => `expected a time like 20ms or 2s, got ${show(input)}`) })
  .regex(/^\d{1,9}(\.\d{1,3})?(ms|s|m|h)$/, { error: (issue) => `expected a time like 20ms or 2s, got ${show(issue.input)}` })
  .refine((text) => (parseDuration(text) ?? 0) <= LIMITS.waitMs, {
    error: (issue) => `${String(issue.input)} is longer than the limit, ${LIMITS.waitMs}ms`,
  })
  .meta({ id: 'duration', description: `A time: 20ms, 2s. At most ${LIMITS.waitMs}ms.` });
const actorName = z.string().meta({ id: 'actorName', description: 'The name of an actor.' });
const exitCode = whole(0, 255);
const int32 = whole(-0x7fffffff, 0x7fffffff);

/** Texts that may be odd on purpose, hence quoted where YAML would read something else. */
const texts = z.array(z.string());

const launch = object({
  command: word('actor', 'missing', 'not-executable', 'directory', 'script-without-interpreter')
    .exactOptional()
    .describe('What the init is asked to start; default: the actor `main`.'),
  args: texts.exactOptional().describe('Arguments of the command.'),
  env: z.record(z.string(), z.string()).exactOptional().describe('Variables added to the environment of the init.'),
  blocked: z.array(signalSchema).exactOptional().describe('Signals blocked when the init is started.'),
  ignored: z.array(signalSchema).exactOptional().describe('Signals ignored when the init is started.'),
  closed: z
    .array(word('stdin', 'stdout', 'stderr'))
    .exactOptional()
    .describe('Standard descriptors closed when the init is started.'),
  open: z.array(whole(3, 63)).exactOptional().describe('Further descriptors open when the init is started.'),
  directory: word('/', 'own', 'deleted').exactOptional().describe('Working directory of the init; default /.'),
  as: word('pid1', 'subreaper').exactOptional().describe('Not run yet.'),
  terminal: word('none', 'controlling').exactOptional().describe('Not run yet.'),
  user: whole(0, 65535).exactOptional().describe('Not run yet.'),
  capabilities: word('all', 'none').exactOptional().describe('Not run yet.'),
  noNewPrivs: z.boolean().exactOptional().describe('Not run yet.'),
  umask: whole(0, 0o777).exactOptional().describe('Not run yet.'),
  limits: z
    .partialRecord(word('NOFILE', 'NPROC', 'STACK', 'CORE', 'FSIZE'), whole(0, 2 ** 40))
    .exactOptional()
    .describe('Not run yet.'),
  pidsLimit: whole(1, 32768).exactOptional().describe('Not run yet.'),
  children: whole(0, LIMITS.processes).exactOptional().describe('Not run yet.'),
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
  parent: actorName.exactOptional().describe('Who forks it; `main` alone has none.'),
  copies: whole(1, LIMITS.processes).exactOptional().describe('How many alike; default 1.'),
  on: reactions.exactOptional().describe('What it does upon each signal; `all` for those not named.'),
  group: group.exactOptional().describe("Process group: its parent's (default), its own, or another actor's."),
  session: word('parent', 'own').exactOptional().describe("Session: its parent's (default) or its own."),
  daemon: z.boolean().exactOptional().describe('Forked twice, as daemons are.'),
  waits: z.boolean().exactOptional().describe('Whether it waits for its children; default true.'),
  user: whole(0, 65535).exactOptional().describe('Not run yet.'),
  setuid: z.boolean().exactOptional().describe('Not run yet.'),
  subreaper: z.boolean().exactOptional().describe('Not run yet.'),
  threads: whole(1, 16).exactOptional().describe('Not run yet.'),
  vfork: z.boolean().exactOptional().describe('Not run yet.'),
  cloneParent: z.boolean().exactOptional().describe('Not run yet.'),
  enters: z.boolean().exactOptional().describe('Not run yet.'),
}) satisfies z.ZodType<Actor>;

const recipient = z
  .union([z.string(), object({ group: actorName })], {
    error: (issue) => quiet(issue, (input) => `expected init, everybody, an actor or {group: an actor}, got ${show(input)}`),
  })
  .meta({ id: 'recipient', description: 'init, everybody, the name of an actor, or {group: an actor}.' });
const sending = {
  signal: signalSchema,
  to: recipient,
  from: z.string().exactOptional().describe('outside (default) or the name of an actor.'),
};

const exit = object({ exit: object({ actor: actorName, code: exitCode }) });
const die = object({ die: object({ actor: actorName, signal: signalSchema, core: z.boolean().exactOptional() }) });
const signal = object({ signal: object(sending) });
const queue = object({ queue: object({ ...sending, value: int32 }) });

const TOGETHER_KINDS: readonly StepKind[] = ['exit', 'die', 'signal', 'queue'];
const KINDS: readonly StepKind[] = [
  'fork',
  ...TOGETHER_KINDS,
  'stop',
  'continue',
  'freeze',
  'thaw',
  'wait',
  'together',
  'storm',
  'type',
  'hangUp',
  'resize',
];

function stepError(input: unknown, kinds: readonly StepKind[]): string {
  const keys = typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.keys(input) : [];
  const strange = keys.find((key) => !kinds.includes(key as StepKind));
  if (strange !== undefined) return `unknown step ${strange}${didYouMean(strange, kinds) || `: here it is one of ${kinds.join(', ')}`}`;
  if (keys.length > 1) return `a step is one thing: write ${keys.join(' and ')} as ${keys.length} steps`;
  return `expected a step such as {fork: a} or {wait: 20ms}, got ${show(input)}`;
}

const togetherStep: z.ZodType<TogetherStep> = z
  .union([exit, die, signal, queue], { error: (issue) => stepError(issue.input, TOGETHER_KINDS) })
  .meta({ id: 'togetherStep' });

export const stepSchema: z.ZodType<Step> = z
  .union(
    [
      object({ fork: actorName }),
      exit,
      die,
      signal,
      queue,
      object({ stop: actorName }),
      object({ continue: actorName }),
      object({ freeze: word('init') }),
      object({ thaw: word('init') }),
      object({ wait: duration }),
      object({ together: z.array(togetherStep).min(1, { error: '`together` needs a step' }) }),
      object({ storm: object({ actor: actorName, orphans: whole(1, 1_000_000) }) }),
      object({ type: z.string() }),
      object({ hangUp: word('terminal') }),
      object({ resize: object({ rows: whole(1, 1000), columns: whole(1, 1000) }) }),
    ],
    { error: (issue) => stepError(issue.input, KINDS) },
  )
  .meta({ id: 'step' });

const version = z.literal(SCENARIO_VERSION, { error: (issue) => quiet(issue, versionError) }).describe('Version of the language.');

function versionError(input: unknown): string {
  if (typeof input !== 'number' || input < SCENARIO_VERSION) return `expected version ${SCENARIO_VERSION}, got ${show(input)}`;
  return `version ${input} is newer than what this initproof reads, ${SCENARIO_VERSION}: update initproof to use this file`;
}

/** The keys of a scenario file. A case has these and more. */
export const scenarioFields = {
  version,
  launch: launch.default({}).describe('The state in which the init is started.'),
  actors: z.record(z.string(), actor).default({ main: {} }).describe("The processes, parents first. `main` is the init's own child."),
  steps: z
    .array(stepSchema)
    .max(LIMITS.steps, { error: () => `there are more steps than the limit, ${LIMITS.steps}` })
    .default([])
    .describe('What happens, in order.'),
};

export const scenarioSchema: z.ZodType<Scenario> = object(scenarioFields);

/** `data`, as read from YAML or JSON or made by a program, as a scenario that can be compiled; or all that is wrong with it. */
export function parseScenario(data: unknown): Shaped<Scenario> {
  const shaped = parseShape(scenarioSchema, data);
  if (!shaped.ok) return shaped;
  const found = problems(shaped.value);
  return found.length === 0 ? shaped : { ok: false, problems: found };
}

/** A schema as JSON Schema draft-07, which editors' YAML servers read. */
export function toJsonSchema(schema: z.ZodType, title: string): object {
  return { title, ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) };
}
