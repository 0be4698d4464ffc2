/** Each property is shown a real trace of the sound init, which it must accept, and the same with one change as a fault would make it. */
import { afterAll, beforeAll, expect } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import type { Program } from '../../fuzz/compile/program.ts';
import type { Contract, Deviation } from '../../fuzz/judge/contract.ts';
import { type Judgement, judge } from '../../fuzz/judge/judge.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import type { Property } from '../../fuzz/judge/property.ts';
import type { Verdict } from '../../fuzz/judge/verdict.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import type { Late, Trace, TraceEvent } from '../../fuzz/trace/trace.ts';
import { PROPERTIES } from '../../properties/index.ts';
import { openSetting, type Setting, whole } from '../execute/setting.ts';

let setting: Setting;

/** Opens executors before the tests of a file, and closes them behind. */
export function withExecutors(): void {
  beforeAll(async () => {
    setting = await openSetting(process.getuid?.() === 0 ? 'root' : 'self');
  });
  afterAll(() => setting.close());
}

export interface Shown {
  program: Program;
  trace: Trace;
}

/** Runs the scenario on the sound init. */
export async function show(scenario: Partial<Scenario>): Promise<Shown> {
  const full = whole({ ...scenario, actors: { main: { on: { all: 'note' } }, ...scenario.actors } });
  return { program: compile(full), trace: await setting.run(full, { careful: true }) };
}

/** The property's judgements: several where several of its differences are seen. Nothing may be left unexplained. */
function judgementsOf(
  property: Property,
  { program, trace }: Shown,
  contract: Partial<Contract> = {},
  deviations: readonly Deviation[] = [],
): Judgement[] {
  const target = { name: 'sound', title: '', args: [], contract: { ...PLAIN, ...contract }, deviations: [...deviations] };
  const { judgements, unexplained } = judge(program, trace, target, PROPERTIES);
  expect(unexplained).toEqual([]);
  return judgements.filter((judgement) => judgement.property === property.id);
}

/** The property's verdict, the first of several. */
export const verdictOf = (property: Property, shown: Shown, contract: Partial<Contract> = {}): Verdict =>
  judgementsOf(property, shown, contract)[0]?.verdict ?? { kind: 'not-applicable' };

/** The signatures of all its differences, without the property. */
export const signatures = (property: Property, shown: Shown): string[] =>
  judgementsOf(property, shown).flatMap(({ signature }) => signature?.slice(property.id.length + 1) ?? []);

/** What each of its differences is told as. */
export const kinds = (property: Property, shown: Shown, deviations: readonly Deviation[] = []): Record<string, Verdict['kind']> =>
  Object.fromEntries(judgementsOf(property, shown, {}, deviations).map(({ signature = '', verdict }) => [signature, verdict.kind]));

/** The signature's parts behind the property, or the kind of the verdict. */
export function outcome(...args: Parameters<typeof verdictOf>): string {
  const verdict = verdictOf(...args);
  if (verdict.kind !== 'violated') return verdict.kind;
  return verdict.detail === undefined ? verdict.what : `${verdict.what}:${verdict.detail}`;
}

/** The same run with other parts of the trace. */
export const changed = ({ program, trace }: Shown, parts: Partial<Trace>): Shown => ({ program, trace: { ...trace, ...parts } });

/** The same run without the events that match. */
export const without = (shown: Shown, matches: (event: TraceEvent) => boolean): Shown =>
  changed(shown, { events: shown.trace.events.filter((event) => !matches(event)) });

/** The same run with events put behind the `nth` that matches. */
export function withMore(shown: Shown, behind: (event: TraceEvent) => boolean, ...more: TraceEvent[]): Shown {
  const at = shown.trace.events.findIndex(behind);
  expect(at).toBeGreaterThanOrEqual(0);
  return changed(shown, { events: shown.trace.events.toSpliced(at + 1, 0, ...more) });
}

/** The same run with an init that sleeps at each settled op for longer than its contract allows, while this is due of it. */
export const sleepingOn = (shown: Shown, due: Late['due']): Shown =>
  changed(shown, {
    events: shown.trace.events.map((event) => (event.kind === 'settled' ? { ...event, init: 'asleep', late: { ms: 5000, due } } : event)),
  });

/** The same run up to the first event that matches, and then the init left with a code. */
export function leftAt(shown: Shown, matches: (event: TraceEvent) => boolean, code: number): Shown {
  const at = shown.trace.events.findIndex(matches);
  const last = shown.trace.events[at];
  if (last?.kind !== 'settled') throw new Error('Expected the event of a settled op');
  const events: TraceEvent[] = [...shown.trace.events.slice(0, at), { ...last, init: 'gone' }];
  return changed(shown, { events, exit: { how: 'exited', code, afterOp: last.index, us: last.us } });
}
