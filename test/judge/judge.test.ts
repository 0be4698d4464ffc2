import { describe, expect, test } from 'vitest';
import { mostTelling } from '../../fuzz/judge/fault.ts';
import { judge } from '../../fuzz/judge/judge.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { defineProperty } from '../../fuzz/judge/property.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { programOf } from './setting.ts';

const us = 0;
const program = programOf({}, [{ signal: { signal: 'SIGTERM', to: 'init' } }]);
/** SIGTERM never arrives. */
const trace = {
  events: [
    { us, kind: 'started', slot: 0, pid: 2, ppid: 1, pgid: 1, sid: 1 },
    { us, kind: 'settled', index: -1, init: 'forever' },
    { us, kind: 'op', index: 0 },
    { us, kind: 'settled', index: 0, init: 'forever' },
  ],
  init: { threads: 1 },
} as unknown as Trace;

const loses = defineProperty({
  id: 'loses',
  claim: 'nothing is lost',
  names: ['signal-lost'],
  judge: ({ comparison: { differences } }) =>
    differences.length > 0 ? { kind: 'violated', what: 'lost', detail: 'SIGTERM', said: '' } : { kind: 'holds' },
});
const blind = defineProperty({ id: 'blind', claim: 'anything goes', names: [], judge: () => ({ kind: 'holds' }) });
const target = { name: 'x', title: 'x', args: [], contract: PLAIN, deviations: [] };

test('a signature is property, what and detail', () => {
  const { judgements, unexplained } = judge(program, trace, target, [loses, blind]);
  expect(judgements.map(({ property, signature, verdict }) => [property, signature, verdict.kind])).toEqual([
    ['loses', 'loses/lost:SIGTERM', 'violated'],
    ['blind', undefined, 'holds'],
  ]);
  expect(unexplained).toEqual([]);
});

test('each violation is a judgement of its own, once for each signature, and a deviation takes away one', () => {
  const several = defineProperty({
    id: 'several',
    claim: 'nothing differs',
    names: ['signal-lost'],
    judge: () => [
      { kind: 'violated', what: 'one', said: 'first' },
      { kind: 'violated', what: 'other', said: 'second' },
      { kind: 'violated', what: 'one', said: 'third' },
      { kind: 'violated', what: 'usual', said: 'fourth', usual: 'all do so' },
    ],
  });
  const deviations = [{ property: 'several', signature: 'several/one', reason: 'by design' }];
  const { judgements } = judge(program, trace, { ...target, deviations }, [several]);
  expect(judgements.map(({ signature, verdict }) => [signature, verdict])).toEqual([
    ['several/one', { kind: 'expected', reason: 'by design', signature: 'several/one' }],
    ['several/other', { kind: 'violated', what: 'other', said: 'second' }],
    ['several/usual', { kind: 'expected', reason: 'all do so', signature: 'several/usual' }],
  ]);
  expect(mostTelling(judgements)?.signature).toBe('several/other');
  expect(mostTelling(judgements, 'several/usual')?.signature).toBe('several/usual');
});

test('a difference that no property names is a fault of ours', () => {
  expect(judge(program, trace, target, [blind]).unexplained).toEqual([
    'op 0: signal-lost, slot 0, signal 15: did not get SIGTERM from the init, but should get it once',
  ]);
  expect(judge(program, trace, target, [blind], [blind, loses]).unexplained).toEqual([]);
});

test('what a target declares is expected, by property and start of signature', () => {
  const kindWith = (signature?: string, property = 'loses'): string | undefined => {
    const deviations = [{ property, ...(signature === undefined ? {} : { signature }), reason: 'by design' }];
    return judge(program, trace, { ...target, deviations }, [loses]).judgements[0]?.verdict.kind;
  };
  expect([kindWith(), kindWith('loses/lost'), kindWith('loses/lost:SIGHUP'), kindWith(undefined, 'other')]).toEqual([
    'expected',
    'expected',
    'violated',
    'violated',
  ]);
});

test('what a target keeps back is expected where it was sent and all else holds, and takes no violation away', () => {
  const keeping = (property: string) => [{ property, keeps: ['SIGTERM' as const], reason: 'kept' }];
  const verdictWith = (property: string) =>
    judge(program, trace, { ...target, deviations: keeping(property) }, [loses, blind]).judgements.map(({ verdict }) => verdict.kind);
  expect(verdictWith('blind')).toEqual(['violated', 'expected']);
  expect(verdictWith('loses')).toEqual(['violated', 'holds']);
});

describe('a record that was tampered with', () => {
  const forged: Trace = { ...trace, tampered: ['record', 'identity'] };

  test('is the verdict of each property, before what the trace says', () => {
    const { judgements, unexplained } = judge(program, forged, target, [loses, blind]);
    expect(judgements.map(({ property, verdict, signature }) => [property, verdict.kind, signature])).toEqual([
      ['loses', 'tampered', 'tampered/record'],
      ['blind', 'tampered', 'tampered/record'],
    ]);
    expect(unexplained).toEqual([]);
  });

  test('is nothing that a target can declare', () => {
    const deviations = ['loses', 'tampered'].map((property) => ({ property, reason: 'by design' }));
    expect(judge(program, forged, { ...target, deviations }, [loses]).judgements[0]?.verdict.kind).toBe('tampered');
  });
});

test.each([
  ['time', 'holds'],
  ['busy', 'holds'],
  ['events', 'inconclusive'],
  ['output', 'inconclusive'],
  ['processes', 'inconclusive'],
  ['memory', 'inconclusive'],
  ['unavailable', 'holds'],
  ['unreached', 'holds'],
  ['unready', 'inconclusive'],
  ['threads', 'not-applicable'],
] as const)('what would hold at the bound of %s: %s', (bound, kind) => {
  expect(judge(program, { ...trace, bound }, target, [blind]).judgements[0]?.verdict.kind).toBe(kind);
});
