import { defineProperty, differenceOf, holdsIfComplete, nameOf } from '../fuzz/judge/property.ts';

/**
 * The terminal is as those leave it who use it: its settings, what was typed and not read, and who is in the foreground.
 *
 * Why: an init that reads or sets the terminal takes from the application what was meant for it; one that moves the foreground has the
 * application stopped as soon as it reads (tcsetpgrp(3)). What it does before its child starts is judged by `hands-down`.
 */
const SAID = {
  'terminal-settings': () => 'the settings of the terminal are others than at the start',
  'terminal-foreground': (name: string) => `the group of ${name} should be in the foreground of the terminal`,
  'terminal-input': (_: string, expected: string, got: string) => `${expected} bytes were typed and not read by actors, ${got} can be read`,
} as const;

export const keepsTerminal = defineProperty({
  id: 'keeps-terminal',
  claim: 'the init leaves the terminal to its child: settings, input and foreground',
  names: ['terminal-settings', 'terminal-foreground', 'terminal-input'],
  judge(run) {
    if (run.program.launch.terminal === undefined) return { kind: 'not-applicable' };
    const found = differenceOf(run, ['terminal-settings', 'terminal-foreground', 'terminal-input']);
    if (found === undefined) return holdsIfComplete(run);
    const kind = found.kind as keyof typeof SAID;
    const name = found.slot < 0 ? 'the init' : nameOf(run, found.slot);
    return {
      kind: 'violated',
      what: kind.slice('terminal-'.length),
      said: SAID[kind](name, found.expected, found.got),
      event: found.event,
    };
  },
});
