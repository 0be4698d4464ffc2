/** What somebody types, as scenarios write it: text, line ends, and three keys in caret notation that a terminal makes signals of (termios(3), ISIG). */

import type { SignalName } from './signals.ts';

/** The three, and the control character that each is. */
const KEYS: Record<string, string> = { '^C': '\x03', '^\\': '\x1c', '^Z': '\x1a' };

/** Why a text is refused. Other control characters edit the line, or stop the output. */
export const NOT_TYPED = 'expected printable ASCII, line ends, and ^C, ^\\ and ^Z; a ^ stands for nothing else';

const TYPED = /\^[CZ\\]|[ -\]_-~\n]/y;

/** The characters that the terminal gets for `text`; `undefined` where it is not as scenarios write it. */
export function typedCharacters(text: string): string[] | undefined {
  const characters: string[] = [];
  for (let at = 0; at < text.length; ) {
    TYPED.lastIndex = at;
    const [part] = TYPED.exec(text) ?? [];
    if (part === undefined) return undefined;
    characters.push(KEYS[part] ?? part);
    at += part.length;
  }
  return characters;
}

const SIGNALS: Record<string, SignalName> = { '\x03': 'SIGINT', '\x1c': 'SIGQUIT', '\x1a': 'SIGTSTP' };

/** The signal that the terminal makes of a character; `undefined` where it makes none. */
export const signalOfKey = (character: string): SignalName | undefined => SIGNALS[character];
