import { expect, test } from 'vitest';
import { compareDebian, compareDotted } from '../../fuzz/scan/versions.ts';

test.each([
  ['0.1.9', '0.1.10'],
  ['3.2.3', '3.2.3.2'],
  ['v1.0', '1.0.1'],
])('%s is before %s', (a, b) => {
  expect([Math.sign(compareDotted(a, b)), Math.sign(compareDotted(b, a)), compareDotted(a, a)]).toEqual([-1, 1, 0]);
});

// Of deb-version(7), and what dpkg --compare-versions says.
test.each([
  ['1.0~rc1-1', '1.0-1'],
  ['1.0-1', '1.0-1+b1'],
  ['241-7~deb10u7', '241-7~deb10u8'],
  ['9:1', '10:0'],
  ['1.9', '1.10'],
  ['1.0a', '1.0+'],
  ['1.0', '1.0a'],
  ['0.19.0-1+b3', '0.19.0-3+b8'],
])('%s is before %s in Debian', (a, b) => {
  expect([Math.sign(compareDebian(a, b)), Math.sign(compareDebian(b, a)), compareDebian(a, a)]).toEqual([-1, 1, 0]);
});

test('zeros in front count nothing', () => {
  expect([compareDotted('1.0', '1'), compareDebian('1.01-1', '1.1-1'), compareDebian('0:1', '1')]).toEqual([0, 0, 0]);
});
