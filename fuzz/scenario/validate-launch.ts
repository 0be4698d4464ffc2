/** Checks of `launch`: what execve and the kernel would refuse. */
import { type Early, LIMITS, type Launch } from './scenario.ts';
import { signalHint } from './signal-hint.ts';
import { isSignalName, type SignalName } from './signals.ts';
import { hasNoBytes } from './text-bytes.ts';
import type { Report } from './validate.ts';

/** Reports each problem of `launch`, with paths that begin with `launch`. */
export function checkLaunch(launch: Launch, report: Report): void {
  if (launch.blocked !== undefined) checkSignals(launch.blocked, 'blocked', report);
  if (launch.ignored !== undefined) checkSignals(launch.ignored, 'ignored', report);
  if (launch.pending !== undefined) checkPending(launch, launch.pending, report);
  if (launch.early !== undefined) checkEarly(launch.early, report);
  if (launch.full !== undefined) checkFull(launch, launch.full, report);
  if (launch.open !== undefined) checkOpen(launch.open, report);
  if (launch.closed !== undefined) checkDistinct(launch.closed, 'closed', report);
  if (launch.tostop !== undefined && launch.terminal === undefined) report(['launch', 'tostop'], 'there is no terminal');
  if (launch.user !== undefined && launch.capabilities !== undefined)
    report(['launch', 'capabilities'], 'a user other than root has no capabilities');
  if (launch.args !== undefined || launch.env !== undefined) checkText(launch, report);
}

/** A signal that is not blocked does not stay pending: PID 1 of a namespace never gets it (pid_namespaces(7)). */
function checkPending(launch: Launch, pending: readonly SignalName[], report: Report): void {
  checkSignals(pending, 'pending', report);
  pending.forEach((signal, index) => {
    if (!launch.blocked?.includes(signal)) report(['launch', 'pending', index], `${signal} is not blocked, so it does not stay pending`);
  });
}

function checkEarly(early: readonly Early[], report: Report): void {
  early.forEach(({ signal, us }, index) => {
    if (!isSignalName(signal)) report(['launch', 'early', index, 'signal'], signalHint(signal));
    else if (signal === 'SIGKILL' || signal === 'SIGSTOP')
      report(['launch', 'early', index, 'signal'], `${signal} from outside would end or freeze the init`);
    if (!(Number.isInteger(us) && us >= 0 && us <= LIMITS.earlyUs))
      report(['launch', 'early', index, 'us'], `expected a whole number from 0 to ${LIMITS.earlyUs}, got ${us}`);
  });
}

function checkFull(launch: Launch, full: readonly ('stdout' | 'stderr')[], report: Report): void {
  checkDistinct(full, 'full', report);
  full.forEach((name, index) => {
    if (launch.closed?.includes(name)) report(['launch', 'full', index], `${name} is closed`);
  });
}

function checkSignals(signals: readonly string[], field: 'blocked' | 'ignored' | 'pending', report: Report): void {
  checkDistinct(signals, field, report);
  signals.forEach((signal, index) => {
    const path = ['launch', field, index];
    if (!isSignalName(signal)) report(path, signalHint(signal));
    // signal(7): neither can be caught, blocked, or ignored.
    else if (signal === 'SIGKILL' || signal === 'SIGSTOP') report(path, `${signal} cannot be ${field}`);
  });
}

function checkOpen(open: readonly number[], report: Report): void {
  checkDistinct(open, 'open', report);
  open.forEach((number, index) => {
    if (!(Number.isInteger(number) && number >= 3 && number <= 63))
      report(['launch', 'open', index], `expected a descriptor from 3 to 63, got ${number}`);
  });
}

function checkDistinct(values: readonly (string | number)[], field: string, report: Report): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) < index) report(['launch', field, index], `${value} is there twice`);
  });
}

const HALF = 'half of a surrogate pair is no character; "\\udc80" to "\\udcff" stand for the bytes that are no UTF-8';

/** Arguments and variables are strings that end with NUL, and a variable's name ends with its first `=` (execve(2), environ(7)). */
function checkText(launch: Launch, report: Report): void {
  let length = 0;
  launch.args?.forEach((text, index) => {
    length += text.length;
    if (text.includes('\0')) report(['launch', 'args', index], 'an argument cannot hold NUL');
    if (hasNoBytes(text)) report(['launch', 'args', index], HALF);
  });
  for (const [name, value] of Object.entries(launch.env ?? {})) {
    length += name.length + value.length;
    const path = ['launch', 'env', name];
    if (name === '' || name.includes('=')) report(path, 'expected the name of a variable, not empty and without `=`');
    if (name.includes('\0') || value.includes('\0')) report(path, 'a variable cannot hold NUL');
    if (hasNoBytes(name) || hasNoBytes(value)) report(path, HALF);
  }
  if (length > LIMITS.text) report(['launch', 'args'], `arguments and variables have ${length} characters, the limit is ${LIMITS.text}`);
}
