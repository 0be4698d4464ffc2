/** How busy others keep the machine: processor time of all processes that do not descend from this one. */
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: /proc counts time in hundredths of a second on every machine (proc_pid_stat(5)). */
const TICKS = 100;

interface Entry {
  parent: number;
  ticks: number;
}

/** Seconds of processor time that others have used since the boot, their dead children included. */
export function othersSeconds(): number {
  const all = new Map<number, Entry>();
  for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) read(Number(name), all);
  let ticks = 0;
  for (const [pid, entry] of all) if (!descends(pid, all)) ticks += entry.ticks;
  return ticks / TICKS;
}

function read(pid: number, all: Map<number, Entry>): void {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
    all.set(pid, { parent: fields[1] ?? 0, ticks: utime + stime + cutime + cstime });
  } catch {
    // It has ended since the directory was read.
  }
}

function descends(pid: number, all: ReadonlyMap<number, Entry>): boolean {
  for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (at === process.pid) return true;
  return false;
}
