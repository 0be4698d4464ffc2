/** No property holds of a run that was ended for what it had or wrote: an init could bring that about at any moment that suits it. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '../../fuzz/judge/contract.ts';
import { judge } from '../../fuzz/judge/judge.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import type { Profile } from '../../fuzz/profile/profile.ts';
import type { Bound } from '../../fuzz/trace/trace.ts';
import { PROPERTIES } from '../../properties/index.ts';
import { keepsProfile } from '../../properties/keeps-profile.ts';
import { changed, type Shown, show, withExecutors } from './setting.ts';

withExecutors();

const ALL = [...PROPERTIES, keepsProfile];
/** What the recorded call below is; nothing of the rest is looked at. */
const PROFILE = { init: 'sound', phases: { start: [], child: [], supervising: [] } } as unknown as Profile;

/** Runs that hold, of which each property has one at least. */
const runs: { run: Shown; contract: Partial<Contract> }[] = [];
beforeAll(async () => {
  const ended = await show({
    steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }, { wait: '5ms' }, { exit: { actor: 'main', code: 3 } }],
  });
  const kept = await show({ launch: { open: [5] } });
  runs.push(
    { run: ended, contract: {} },
    { run: changed(ended, { events: [...ended.trace.events, BRK] }), contract: {} },
    { run: await show({ launch: { terminal: 'controlling' } }), contract: {} },
    { run: changed(kept, { init: { ...kept.trace.init, kept: [] } }), contract: { descriptors: 'closed' } },
    { run: await show({ launch: { command: 'missing' } }), contract: {} },
  );
});

/** brk(2), by its number: memory is a libc's own business, and no act. */
const BRK = { us: 0, kind: 'call', of: 'init', when: 'entry', index: 1, call: 12, who: 0, result: 0 } as const;

/** The properties that hold of some run, were it ended at the bound. */
function holding(bound?: Bound): Set<string> {
  return new Set(
    runs.flatMap(({ run, contract }) => {
      const { program, trace } = bound === undefined ? run : changed(run, { bound });
      const target = { name: 'sound', title: '', args: [], contract: { ...PLAIN, ...contract }, deviations: [], profile: PROFILE };
      const { judgements } = judge(program, trace, target, ALL);
      return judgements.flatMap(({ property, verdict }) => (verdict.kind === 'holds' ? property : []));
    }),
  );
}

describe('of runs', () => {
  test('that came to their end each property holds somewhere', () => expect([...holding()].sort()).toEqual(ALL.map(({ id }) => id).sort()));

  test.each<Bound>(['events', 'output', 'memory', 'processes'])('at the bound of %s none does', (bound) =>
    expect([...holding(bound)]).toEqual([]),
  );
});
