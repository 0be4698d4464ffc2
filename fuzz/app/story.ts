/** A run as people read it: what happened, when, and which process it happened to. */
import { printable } from '../base/printable.ts';
import type { StoryLine } from '../campaign/story.ts';
import type { Process } from './events.ts';
import { firstAtSignal, has, type Run } from './run.ts';

/** Lines that a person reads; of more the middle is left out. */
const MOST = 24;

export function storyOf(run: Run): StoryLine[] {
  const lines = run.events.flatMap((event, n): StoryLine[] => {
    const line = (who: string, what: string, fault = false): StoryLine[] => [
      { ms: event.us / 1000, who, what, ...(fault ? { fault: true as const } : {}) },
    ];
    switch (event.type) {
      case 'started':
        return line('PID 1', 'starts');
      case 'ready':
        return line('app', 'ready');
      case 'signal':
        return line('runtime', `${event.signal} to PID 1${whatOf(run, n)}`);
      case 'child':
        return event.pid === 0 ? [] : line('kernel', `${event.signal} to process ${event.pid} (${printable(event.name)})`);
      case 'exec':
        return event.pid === 1 ? [] : line(`process ${event.pid}`, `starts ${printable(event.path)}`);
      case 'exit':
        return line(event.pid === 1 ? 'PID 1' : `process ${event.pid}`, `exits with ${event.code}`);
      case 'zombie':
        return line(
          `process ${event.pid}`,
          `${printable(event.name)} is a zombie, and ${printable(event.parentName)} does not wait for it`,
          true,
        );
      case 'hangup':
        return line('runtime', 'is gone: nobody reads the output');
      case 'bound':
        return line('harness', `ends it: too much ${event.of}`, true);
      case 'processes':
        return ofProcesses(run, event.why, event.list, line);
      case 'ended':
        return event.how === 'exited' ? [] : line('PID 1', `is killed by signal ${event.code}`);
      default:
        return [];
    }
  });
  return [...shortened(lines), ...bookLine(run)];
}

/** What PID 1 makes of the signal. */
function whatOf(run: Run, at: number): string {
  const told = run.events[at];
  const look = run.events.slice(at).find((event) => event.type === 'processes');
  const first = look?.type === 'processes' ? look.list.find(({ pid }) => pid === 1) : firstAtSignal(run.events);
  if (first === undefined || told?.type !== 'signal') return '';
  if (has(first.caught, told.signal)) return ` (${printable(first.name)}), which handles it`;
  if (has(first.blocked, told.signal)) return ` (${printable(first.name)}), which has it blocked`;
  return ` (${printable(first.name)}), which has no handler for it: dropped by the kernel`;
}

type Line = (who: string, what: string, fault?: boolean) => StoryLine[];

function ofProcesses(run: Run, why: string, list: readonly Process[], line: Line): StoryLine[] {
  const living = list.filter(({ pid, state }) => pid !== 1 && state !== 'Z').map(({ pid, name }) => `${printable(name)} (${pid})`);
  if (why === 'kill' && run.overdue !== undefined)
    return line('runtime', `SIGKILL: not ended in time${living.length === 0 ? '' : `; still there: ${living.join(', ')}`}`, true);
  if (why === 'end' && run.left.length > 0)
    return line('kernel', `kills ${run.left.map(({ pid, name }) => `${printable(name)} (${pid})`).join(', ')}, which lived on`, true);
  if (why === 'type') return line('terminal', '^C');
  return [];
}

const shortened = (lines: readonly StoryLine[]): StoryLine[] =>
  lines.length <= MOST ? [...lines] : [...lines.slice(0, MOST / 3), ...lines.slice(-((2 * MOST) / 3))];

function bookLine({ books, endUs = 0 }: Run): StoryLine[] {
  if (books === undefined || books.asked === 0) return [];
  const { answered, failed, held, lost } = books;
  const what = `${answered + failed} requests answered; ${held} in its hands at the signal, ${lost} of them lost`;
  return [{ ms: endUs / 1000, who: 'load', what, ...(lost > 0 ? { fault: true as const } : {}) }];
}
