/** What is learnt of real inits is what their makers promise, field by field; and the same twice. */
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { withLab } from '../../fuzz/campaign/lab.ts';
import { learnTarget } from '../../fuzz/campaign/learn-target.ts';
import type { ContractChange } from '../../fuzz/judge/contract-change.ts';
import type { Learnt } from '../../fuzz/learn/learn.ts';
import { writeScripts } from './scripts.ts';

const TIMEOUT = 120_000;

async function target(word: string): Promise<FoundTarget> {
  const found = await findTarget(word);
  if (!found.ok) throw new Error(found.why);
  return found.target;
}

async function learnt(word: string): Promise<Learnt> {
  const one = await target(word);
  const answer = await withLab([one], {}, (lab) => learnTarget(lab, one));
  if (answer.kind !== 'learnt') throw new Error(`nothing was learnt of ${word}`);
  return answer;
}

/** Its fields, those of maps one by one, lists in one order. */
function fieldsOf(contract: object): Record<string, unknown> {
  const flat = Object.entries(contract).flatMap(([key, value]): [string, unknown][] => {
    if (Array.isArray(value)) return [[key, value.toSorted()]];
    return value !== null && typeof value === 'object'
      ? Object.entries(value).map(([part, one]) => [`${key}.${part}`, one])
      : [[key, value]];
  });
  return Object.fromEntries(flat);
}

function differing(seen: ContractChange, promised: object): string[] {
  const all = fieldsOf(promised);
  return Object.entries(fieldsOf(seen)).flatMap(([field, value]) => (isDeepStrictEqual(value, all[field]) ? [] : field));
}

/** Fields in which an init does otherwise than its contract says, and why that is so. */
const EXPLAINED: Record<string, Record<string, string>> = {
  sound: { 'execFails.no-process-left': 'any failure is all right; it says 126' },
  tini: { 'asSubreaper.adopts': 'it adopts where TINI_SUBREAPER is set, which it was not' },
  'tini-g': { 'asSubreaper.adopts': 'likewise' },
  'tini-s': {},
  'dumb-init': {},
  'dumb-init-c': {},
  catatonit: { 'child.mask': 'a declared deviation: job-control', directory: 'a declared deviation before 0.2.1' },
  'catatonit-g': { 'child.mask': 'likewise', directory: 'likewise' },
};

describe('of an init with a contract', () => {
  test.each(Object.entries(EXPLAINED))(
    '%s',
    async (name, explained) => {
      const { contract } = await learnt(name);
      expect(differing(contract, (await target(name)).contract)).toEqual(Object.keys(explained));
    },
    TIMEOUT,
  );
});

test(
  'of timeout(1) that it passes signals on to its own group and to its child',
  async () => expect((await learnt('timeout 3600')).contract).toMatchObject({ to: 'own-group', rewrites: { SIGALRM: 'SIGTERM' } }),
  TIMEOUT,
);

describe('of a script', () => {
  let scripts: Awaited<ReturnType<typeof writeScripts>>;
  beforeAll(async () => {
    scripts = await writeScripts();
  });

  test(
    'that forwards nothing, twice the same',
    async () => {
      const [first, second] = [await learnt(scripts.forwardsNothing), await learnt(scripts.forwardsNothing)];
      expect(first.contract.forwards).toEqual([]);
      expect(second.contract).toEqual(first.contract);
    },
    TIMEOUT,
  );

  test(
    'that forwards two signals as one, and hands down what its shell ignores for it',
    async () => {
      const [first, second] = [await learnt(scripts.trapsTwo), await learnt(scripts.trapsTwo)];
      expect(first.contract).toMatchObject({
        forwards: ['SIGINT', 'SIGTERM'],
        rewrites: { SIGINT: 'SIGTERM' },
        to: 'child',
        leaves: 'with-main',
        child: { ignored: { adds: ['SIGINT', 'SIGQUIT'] } },
      });
      expect(second.contract).toEqual(first.contract);
    },
    TIMEOUT,
  );

  test(
    'that changes what its command has',
    async () => {
      const { environment, ...child } = (await learnt(scripts.dresses)).contract.child ?? {};
      expect(environment).toMatchObject({ adds: expect.arrayContaining(['INIT']), changes: ['HOME'] });
      expect(child).toMatchObject({ directory: '/', umask: 0o077, descriptors: { adds: 1 } });
      expect(child).not.toHaveProperty('user');
    },
    TIMEOUT,
  );

  test(
    'that sends everybody a signal at its end and waits',
    async () => {
      const { parting } = (await learnt(scripts.seesOff)).contract;
      expect(parting).toEqual({ signal: 'SIGTERM', to: 'everybody', grace: expect.stringMatching(/^\d+ms$/) });
    },
    TIMEOUT,
  );

  test(
    'that becomes its command: what it changes for it, and its code where there is none',
    async () => {
      const [first, second] = [await learnt(scripts.becomes), await learnt(scripts.becomes)];
      expect(first.contract).toEqual({
        becomes: 'command',
        execFails: { missing: [127], 'not-executable': [126], directory: [126], 'script-without-interpreter': [127] },
        child: { environment: { adds: expect.arrayContaining(['MODE']) }, ignored: { adds: ['SIGHUP'] } },
      });
      expect(second.contract).toEqual(first.contract);
    },
    TIMEOUT,
  );

  test(
    'that never starts its command there is nothing to learn',
    async () => {
      const one = await target(scripts.neverStarts);
      expect(await withLab([one], {}, (lab) => learnTarget(lab, one))).toMatchObject({
        kind: 'not-learnt',
        program: { kind: 'never-starts', left: { code: 64 } },
      });
    },
    TIMEOUT,
  );
});
