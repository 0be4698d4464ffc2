import { expect, test } from 'vitest';
import { mayWrite, whoIs } from '../../fuzz/scan/users.ts';

const PASSWD = 'root:x:0:0::/root:/bin/sh\napp:x:1000:1001::/app:/bin/sh\n';
const GROUP = 'root:x:0:\napp:x:1001:\nops:x:2000:app,other\n';

test.each([
  ['', { uid: 0, gids: [0] }],
  ['root', { uid: 0, gids: [0] }],
  ['app', { uid: 1000, gids: [1001, 2000] }],
  ['1000', { uid: 1000, gids: [1001, 2000] }],
  ['app:ops', { uid: 1000, gids: [2000, 2000] }],
  ['4242', { uid: 4242, gids: [0] }],
  ['4242:77', { uid: 4242, gids: [77] }],
  ['nobody-knows', undefined],
])('user "%s"', (user, who) => {
  expect(whoIs(user, PASSWD, GROUP)).toEqual(who);
});

test('root is known where the image has no users at all', () => {
  expect(whoIs('root', '', '')).toEqual({ uid: 0, gids: [0] });
});

// The first of owner, group and others that fits decides, whatever the later ones allow (path_resolution(7)).
test.each([
  [0o644, 1000, 0, true],
  [0o466, 1000, 1001, false],
  [0o664, 0, 1001, true],
  [0o646, 0, 1001, false],
  [0o646, 0, 0, true],
  [0o644, 0, 0, false],
])('mode %o of %i:%i', (mode, uid, gid, may) => {
  expect(mayWrite({ uid: 1000, gids: [1001] }, { mode, uid, gid })).toBe(may);
});
