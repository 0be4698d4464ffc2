import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { concerning, type Subject, toFinding } from '../../fuzz/scan/advisories.ts';
import { openOsv } from '../../fuzz/scan/osv.ts';
import { temporary } from '../fixtures/temporary.ts';

const shipped = await openOsv();
const ids = (subject: Subject, osv = shipped): string[] => concerning(subject, osv).map(({ id }) => id);

test.each<[string, Subject, string[]]>([
  ['upstream 0.1.4', { init: 'catatonit', version: '0.1.4' }, ['001', '002', '003', '004', '006'].map((n) => `x_INIT-catatonit-${n}`)],
  ['upstream 0.2.1', { init: 'catatonit', version: '0.2.1' }, ['x_INIT-catatonit-006']],
  ['none that is known', { init: 'catatonit', version: '9.9.9' }, []],
  ['another init of that version', { init: 'tini', version: '0.1.7' }, []],
  ['a range of versions', { init: 'pid1', version: '0.1.5' }, ['x_INIT-pid1-rs-001']],
  ['behind a range', { init: 'pid1', version: '0.1.6' }, []],
  [
    "a distribution's package",
    { package: { name: 'systemd', revision: '241-7~deb10u7', ecosystem: 'Debian:10' } },
    ['x_INIT-systemd-CVE-2021-33910'],
  ],
  ['the package that has the fix', { package: { name: 'systemd', revision: '241-7~deb10u8', ecosystem: 'Debian:10' } }, []],
  ['the package of another release', { package: { name: 'systemd', revision: '241-7~deb10u7', ecosystem: 'Debian:11' } }, []],
])('%s', (_, subject, expected) => {
  expect(ids(subject)).toEqual(expected);
});

test('each shipped record is read, and is of some init', () => {
  expect(shipped.records.length).toBe(29);
  expect(shipped.date).toBe('2026-11-24');
  const cases = shipped.records.filter(({ database_specific: ours }) => ours?.case !== undefined);
  expect(cases.length).toBeGreaterThanOrEqual(14);
});

function folderWith(record: object | string): string {
  const folder = temporary();
  writeFileSync(join(folder, 'one.json'), typeof record === 'string' ? record : JSON.stringify(record));
  return folder;
}
const OWN = {
  id: 'CVE-1',
  modified: '2027-01-02T00:00:00Z',
  aliases: ['GHSA-1'],
  affected: [{ package: { ecosystem: 'PyPI', name: 'dumb-init' }, versions: ['1.2.5'] }],
};

test('a folder of records with what is no file in it is refused', async () => {
  const [fifo, link] = [temporary(), temporary()];
  execFileSync('mkfifo', [join(fifo, 'a.json')]);
  symlinkSync('/etc/passwd', join(link, 'a.json'));
  await expect(openOsv([fifo])).rejects.toThrow('a.json  it is a FIFO, no regular file');
  await expect(openOsv([link])).rejects.toThrow('a.json  it is a link that leads out of its folder');
});

test('records of your own', async () => {
  const own = await openOsv([folderWith({ ...OWN, database_specific: { case: '../../etc/passwd' } })]);
  expect(own.date).toBe('2027-01-02');
  const found = concerning({ init: 'dumb-init', version: '1.2.5' }, own).find(({ id }) => id === 'CVE-1');
  expect(found).toBeDefined();
  if (found !== undefined)
    expect(toFinding(found, 'dumb-init 1.2.5', '/x')).toEqual({
      rule: 'advisory',
      level: 'error',
      said: 'dumb-init 1.2.5: no summary (CVE-1, GHSA-1)',
      path: '/x',
      record: 'CVE-1',
    });
});

test('what is withdrawn does not count, what is no record is an error', async () => {
  expect((await openOsv([folderWith({ ...OWN, withdrawn: '2027-01-03T00:00:00Z' })])).records.length).toBe(29);
  await expect(openOsv([folderWith('{')])).rejects.toThrow('it is no JSON');
  await expect(openOsv([folderWith({ id: 1 })])).rejects.toThrow('it is no record in OSV form: id');
  await expect(openOsv(['/nowhere'])).rejects.toThrow('it is no folder with records in OSV form');
});
