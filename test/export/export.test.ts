import { expect, test } from 'vitest';
import { exportCase, FORMATS } from '../../fuzz/export/export.ts';
import { ANY, ORPHAN, stored } from './samples.ts';

test.each(FORMATS)('%s has the explanation on top', async (format) => {
  const lines = (await exportCase(stored(ORPHAN), format, ANY)).split('\n').slice(0, 8).join('\n');
  expect(lines).toMatch(/What must hold \(reaps-orphans\): .*\n(.*\n)*.* 1\. main forks shell\./);
});

test('the form that can is named', async () => {
  const setuid = stored('property: survives\nlaunch: {user: 1}\nactors: {main: {setuid: true}}');
  await expect(exportCase(setuid, 'sh', ANY)).rejects.toThrow(/--format c can/);
  await expect(exportCase(stored('steps: []'), 'sh', ANY)).rejects.toThrow(/without a property shows no fault/);
});
