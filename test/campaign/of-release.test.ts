import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findTarget } from '../../fuzz/campaign/find-target.ts';
import { readTargetFile, TARGETS_FOLDER } from '../../fuzz/campaign/target-files.ts';
import { type Described, ofRelease, within } from '../../fuzz/campaign/of-release.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import type { Release } from '../../fuzz/supply/release.ts';
import { packaged } from '../supply/binaries.ts';

const released = (init: string, version?: string, texts: string[] = []): Release => ({
  init,
  ...(version === undefined ? {} : { version }),
  has: (text) => texts.includes(text),
});

const shipped = async (name: string): Promise<Described> => (await readTargetFile(join(TARGETS_FOLDER, `${name}.yaml`))).file;

test('releases are between their bounds, the upper one left out; one that is unknown is the newest', () => {
  const bounds = { since: '0.9.0', until: '0.10.0' };
  expect(['0.8.9', '0.9.0', '0.9', '0.9.12', '0.10.0', '1.0.0', undefined].map((version) => within(bounds, version))).toEqual([
    false,
    true,
    false,
    true,
    false,
    false,
    false,
  ]);
  expect([within({ since: '0.9.0' }, undefined), within({}, undefined), within({}, '0.1.0')]).toEqual([true, true, true]);
});

test('single fields are changed, the later one counts, and the rest stays', () => {
  const file: Described = {
    init: 'x',
    args: ['--'],
    contract: { ...PLAIN, directory: '/' },
    versions: [
      { until: '2.0.0', contract: { directory: 'inherited', child: { group: 'own' } } },
      { until: '1.0.0', args: [], contract: { child: { session: 'own' } } },
      { until: '0.5.0', text: 'of old', contract: { parting: 'SIGTERM' } },
    ],
    deviations: [{ property: 'a', until: '1.0.0', reason: 'r' }],
  };
  const of = (release: Release) => {
    const { args, contract, deviations } = ofRelease(file, release);
    const { directory, parting, child } = contract;
    return [args.length, directory, parting, child.group, child.session, deviations.length];
  };
  expect(of(released('x', '2.0.0'))).toEqual([1, '/', 'none', "init's", "init's", 0]);
  expect(of(released('x', '1.5.0'))).toEqual([1, 'inherited', 'none', 'own', "init's", 0]);
  expect(of(released('x', '0.9.0'))).toEqual([0, 'inherited', 'none', 'own', 'own', 1]);
  expect(of(released('y', '0.1.0'))).toEqual([1, '/', 'none', "init's", "init's", 0]);
  expect(of(released('x', undefined, ['of old']))).toEqual([1, '/', 'SIGTERM', "init's", "init's", 0]);
  expect(file.contract.child.group).toBe("init's");
});

test('catatonit works in / since 0.2.1, and is declared for what is older; SIGTSTP is kept since 0.1.2', async () => {
  const file = await shipped('catatonit');
  const of = (version?: string) => {
    const { contract, deviations } = ofRelease(file, released('catatonit', version));
    return [contract.directory, contract.forwards.includes('SIGTSTP'), deviations.map(({ property, keeps }) => keeps?.[0] ?? property)];
  };
  const masks = ['hands-down', 'hands-down'];
  expect(of('0.1.1')).toEqual(['/', true, [...masks, 'keeps-directory']]);
  expect(of('0.1.7')).toEqual(['/', false, [...masks, 'SIGTSTP', 'keeps-directory']]);
  expect(of('0.2.1')).toEqual(['/', false, [...masks, 'SIGTSTP']]);
  expect(of(undefined)).toEqual(of('0.2.1'));
});

test('tini from before 0.8.0 has no group, from before 0.6.0 no orphans but as PID 1; dumb-init from before 0.5.0 no options', async () => {
  const [tini, dumbInit] = [await shipped('tini'), await shipped('dumb-init')];
  const of = (release: Release) => {
    const { child, asSubreaper, forwards } = ofRelease(tini, release).contract;
    return [child.group, child.terminal, asSubreaper.adopts, forwards.includes('SIGTTIN')];
  };
  const newest = ['own', 'foreground', { with: 'TINI_SUBREAPER' }, false];
  expect(of(released('tini', '0.19.0'))).toEqual(newest);
  expect(of(released('tini', '0.8.0'))).toEqual(['own', 'foreground', { with: 'TINI_SUBREAPER' }, true]);
  expect(of(released('tini', '0.7.0'))).toEqual(["init's", 'untouched', { with: 'TINI_SUBREAPER' }, true]);
  expect(of({ has: (text) => '%s (version %s - %s)' === text })).toEqual(["init's", 'untouched', false, true]);
  expect(of({ has: () => false })).toEqual(newest);
  const child = (version: string): unknown[] => {
    const { mask, ignored } = ofRelease(dumbInit, released('dumb-init', version)).contract.child;
    return [mask, ignored];
  };
  expect(['1.0.1', '1.1.1', '1.1.2', '1.1.3'].map(child)).toEqual([
    ['inherited', 'reset'],
    ['inherited', 'inherited'],
    ['empty', 'inherited'],
    ['empty', 'reset'],
  ]);
  const args = (release: Release): string[] => ofRelease(dumbInit, release).args;
  expect([args(released('dumb-init', '1.2.5')), args(released('dumb-init', '0.4.0'))]).toEqual([['--'], []]);
  expect(args({ has: (text) => text === 'A workaround is to wrap your script in this proxy' })).toEqual([]);
});

test('the release is told by the binary, by name and by path with `like`', async () => {
  const binary = await packaged('catatonit');
  const found = await findTarget(binary, { like: 'catatonit' });
  const named = await findTarget('catatonit');
  if (!found.ok || !named.ok) throw new Error('not found');
  const old = expect.arrayContaining([expect.objectContaining({ property: 'keeps-directory' })]);
  expect([found.target.deviations, named.target.deviations]).toEqual([old, old]);
  expect(found.target.contract).toEqual(named.target.contract);
});
