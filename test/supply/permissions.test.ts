import { expect, test } from 'vitest';
import { oddities } from '../../fuzz/supply/permissions.ts';

test.each([
  [0o755, 0, []],
  [0o775, 0, []],
  [0o775, 1000, ['writable by its group']],
  [0o777, 0, ['writable by everybody']],
  [0o4755, 0, ['set-uid']],
  [0o2755, 5, ['set-gid']],
  [0o644, 0, ['not executable']],
])('%o of group %i', (mode, gid, said) => expect(oddities({ mode, uid: 0, gid })).toEqual(said));
