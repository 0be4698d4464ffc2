import { describe, expect, test } from 'vitest';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../../fuzz/scenario/signals.ts';
import { finally_, predicted } from '../setting.ts';

const send = (signal: SignalName, to = 'main'): Step => ({ signal: { signal, to } });

test('default actions: terminate, core, ignore, stop, continue', () => {
  const shell = { shell: { parent: 'main' } } as const;
  const after = (...signals: SignalName[]): string =>
    finally_(shell, [{ fork: 'shell' }, ...signals.map((signal) => send(signal, 'shell'))]);
  expect(after('SIGUSR1')).toBe('main live; shell gone');
  expect(after('SIGQUIT')).toBe('main live; shell gone');
  expect(after('SIGURG')).toBe('main live; shell live');
  expect(after('SIGSTOP')).toBe('main live; shell live stopped');
  expect(after('SIGSTOP', 'SIGCONT')).toBe('main live; shell live');
});

test('reactions: ignore, note, exit with a code, exit after a while', () => {
  const main = { main: { on: { SIGHUP: 'ignore', SIGINT: 'note', SIGUSR1: { exit: 7 }, SIGUSR2: { exit: 8, after: '5ms' } } } } as const;
  expect(predicted(main, [send('SIGHUP'), send('SIGINT')])).toEqual(['main live', 'main live; main SIGINT from outside 1']);
  expect(finally_(main, [send('SIGUSR1')])).toBe('main SIGUSR1 from outside 1; init leaves: 7');
  expect(finally_(main, [send('SIGUSR2')])).toBe('main SIGUSR2 from outside 1; init leaves: 8');
});

test('the terminal stops do nothing to an orphaned group, SIGSTOP does', () => {
  const main = { main: {} };
  expect(finally_(main, [send('SIGTSTP')])).toBe('main live');
  expect(finally_(main, [send('SIGSTOP')])).toBe('main live stopped');
});

test('they do stop a group that somebody of its session looks after', () => {
  expect(finally_({ shell: { parent: 'main', group: 'own' } }, [{ fork: 'shell' }, send('SIGTTIN', 'shell')])).toBe(
    'main live; shell live stopped',
  );
});

describe('while a process is stopped', () => {
  test('standard signals merge, real-time ones queue, SIGKILL kills', () => {
    const stopped: Step[] = [send('SIGSTOP'), send('SIGUSR1'), send('SIGUSR1'), send('SIGRTMIN'), send('SIGRTMIN')];
    expect(finally_({}, stopped)).toBe('main live stopped; main SIGRTMIN from outside 0');
    expect(finally_({}, [...stopped, send('SIGCONT')])).toBe(
      'main live; main SIGUSR1 from outside 1; main SIGCONT from outside 1; main SIGRTMIN from outside 2',
    );
    expect(finally_({}, [...stopped, send('SIGKILL')])).toBe('init leaves: -9');
  });

  test('SIGCONT discards a stop that is pending', () => {
    const steps: Step[] = [send('SIGSTOP'), send('SIGTSTP'), send('SIGCONT')];
    expect(finally_({}, steps)).toBe('main live; main SIGCONT from outside 1');
  });

  test('the first deadly one in taking order is the one it dies of', () => {
    const steps: Step[] = [send('SIGSTOP'), send('SIGHUP'), send('SIGFPE'), send('SIGCONT')];
    expect(finally_({ main: {} }, steps)).toBe('init leaves: -8');
  });

  test('whose signal it was is open where two sent the same', () => {
    const steps: Step[] = [send('SIGSTOP'), send('SIGUSR1', 'init'), send('SIGUSR1'), send('SIGCONT')];
    expect(finally_({}, steps)).toBe('main live; main SIGUSR1 from init 0..1; main SIGUSR1 from outside 0..1; main SIGCONT from outside 1');
  });
});
