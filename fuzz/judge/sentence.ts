/** The sentence of a violation: who it is about, what happened, what was due. The types keep the last two apart. */
import type { Due } from './due.ts';
import type { Happened } from './happened.ts';

declare const SENTENCE: unique symbol;
export type Sentence = string & { readonly [SENTENCE]: true };

const BUT = ', but should ';

/** What was due, of a sentence of a violation; undefined where it is no such sentence. */
export const dueIn = (said: string): string | undefined => said.split(BUT)[1];

/** With how much time somebody had left whom the init did not wait for: of both, hence of neither. */
export const leftIn = (said: Sentence, who: string, ms: number): Sentence => `${said}: ${who} had ${ms.toFixed(1)} ms left` as Sentence;

/** `main did not get SIGTERM from the init, but should get it once`. */
export const sentence = (who: string, happened: Happened, due: Due): Sentence => `${who} ${happened}${BUT}${due}` as Sentence;
