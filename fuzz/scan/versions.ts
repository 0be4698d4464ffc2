/** The order of versions: dotted numbers, and that of Debian (deb-version(7)). */

/** Below 0, 0, above 0 as `a` is before, the same as, after `b`: `3.2.3.2`, which semver has no place for; `1.0` is `1.0.0`. */
export function compareDotted(a: string, b: string): number {
  const [left, right] = [a, b].map((one) => one.replace(/^v/, '').split('.').map(Number)) as [number[], number[]];
  for (let n = 0; n < Math.max(left.length, right.length); n++) {
    const difference = (left[n] ?? 0) - (right[n] ?? 0);
    if (Number.isNaN(difference)) return a < b ? -1 : Number(a > b);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Epoch, then upstream's version, then Debian's revision; a tilde goes before even the end. */
export function compareDebian(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  return left.epoch - right.epoch || compareText(left.upstream, right.upstream) || compareText(left.revision, right.revision);
}

function parts(version: string): { epoch: number; upstream: string; revision: string } {
  const [, epoch = '0', rest = ''] = /^(?:(\d{1,9}):)?(.*)$/s.exec(version) ?? [];
  const dash = rest.lastIndexOf('-');
  return { epoch: Number(epoch), upstream: dash < 0 ? rest : rest.slice(0, dash), revision: dash < 0 ? '0' : rest.slice(dash + 1) };
}

/** Turn by turn what is no digit, by character, and digits, by number. */
function compareText(a: string, b: string): number {
  const [left, right] = [runs(a), runs(b)];
  for (let n = 0; n < Math.max(left.length, right.length); n++) {
    const [one = '', other = ''] = [left[n], right[n]];
    const difference = n % 2 === 0 ? compareWords(one, other) : compareNumbers(one, other);
    if (difference !== 0) return difference;
  }
  return 0;
}

const runs = (text: string): string[] => text.split(/(\d+)/);

function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}

/** Tilde, then the end, then letters, then all else. */
const rank = (character: string | undefined): number => {
  if (character === '~') return -1;
  if (character === undefined) return 0;
  return character.charCodeAt(0) + (/[A-Za-z]/.test(character) ? 0 : 256);
};

function compareWords(a: string, b: string): number {
  for (let n = 0; n < Math.max(a.length, b.length); n++) {
    const difference = rank(a[n]) - rank(b[n]);
    if (difference !== 0) return difference;
  }
  return 0;
}
