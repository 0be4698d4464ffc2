import { defineProperty, differencesOf, violationsOf } from '../fuzz/judge/property.ts';
import { atRest } from '../fuzz/judge/seen.ts';
import { sentence } from '../fuzz/judge/sentence.ts';

/**
 * The terminal is as those leave it who use it: its settings, what was typed and not read, and who is in the foreground. What the init does
 * before its child starts is judged by `hands-down`.
 */
export const keepsTerminal = defineProperty({
  id: 'keeps-terminal',
  claim: 'the init leaves the terminal to its child: settings, input and foreground',
  names: ['terminal-settings', 'terminal-foreground', 'terminal-input'],
  why: 'An init that reads or sets the terminal takes from the application what was meant for it; one that moves the foreground has the application stopped as soon as it reads.',
  sources: ['tcsetpgrp(3)', 'termios(3)'],
  reports: [],
  contract: ['child'],
  applies: 'where the scenario has a terminal',
  held: (seen) => `${atRest(seen)}, and the terminal had the settings, the input and the foreground that were due`,
  consequence: {
    settings: 'The terminal of `docker run -it` behaves otherwise afterwards: what is typed does not show, or lines break.',
    foreground: 'The application is stopped as soon as it reads from its terminal: an interactive shell hangs.',
    input: 'What somebody types for the application does not reach it.',
  },
  outcome: { settings: 'other', foreground: 'other', input: 'other' },
  watch: { not: 'it takes measurements that this form does not make' },
  judge(run) {
    if (run.program.launch.terminal === undefined) return { kind: 'not-applicable' };
    const found = differencesOf(run, ['terminal-settings', 'terminal-foreground', 'terminal-input']);
    return violationsOf(
      run,
      found.map(({ kind, expected, got, event }) => ({
        kind: 'violated',
        what: kind.slice('terminal-'.length) as 'settings' | 'foreground' | 'input',
        said: sentence('the terminal', got, expected),
        event,
      })),
    );
  },
});
