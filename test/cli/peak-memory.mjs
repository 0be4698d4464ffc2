/** Loaded into the command before anything else: says at its end how much memory it has had at most, KiB (VmHWM, proc(5)). */
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  writeFileSync(process.env.PEAK_FILE, peak);
});
