/** Who a process of the image is, by its own /etc/passwd and /etc/group; and what that lets it write. */
import type { Node } from './tree.ts';

export interface Who {
  uid: number;
  gids: number[];
}

/** `User` of a configuration: a name or number, perhaps with `:` and a group. Nothing, root and 0 are root. `undefined`: the image has no such user. */
export function whoIs(user: string, passwd: string, group: string): Who | undefined {
  const [given = '', groupName] = user.split(':');
  const name = given === '' ? '0' : given;
  const entry = lines(passwd).find(([login, , uid]) => login === name || uid === name);
  const uid = number(name) ?? number(entry?.[2]) ?? (name === 'root' ? 0 : undefined);
  if (uid === undefined) return undefined;
  const gid =
    groupName === undefined
      ? (number(entry?.[3]) ?? 0)
      : (number(groupName) ?? number(lines(group).find(([one]) => one === groupName)?.[2]));
  const login = entry?.[0] ?? name;
  const further = lines(group).filter(([, , , members = '']) => members.split(',').includes(login));
  return { uid, gids: [...(gid === undefined ? [] : [gid]), ...further.flatMap(([, , id]) => number(id) ?? [])] };
}

const lines = (text: string): string[][] => text.split('\n').map((line) => line.split(':'));
const number = (text: string | undefined): number | undefined => (text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined);

/** Whether `who`, who is not root, may write to it, or to a folder replace what is in it. */
export function mayWrite({ uid, gids }: Who, node: Pick<Node, 'mode' | 'uid' | 'gid'>): boolean {
  if (node.uid === uid) return (node.mode & 0o200) !== 0;
  if (gids.includes(node.gid)) return (node.mode & 0o020) !== 0;
  return (node.mode & 0o002) !== 0;
}
