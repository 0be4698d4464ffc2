/** Bits of a process's state, as the model predicts it and as the trace shows it. */

/** The states that it may be in, where there are several. */
export const LIFE = { unborn: 1, live: 2, zombie: 4, gone: 8 } as const;
export const ANY_LIFE = 15;
/** Further bits: it is stopped; the init is its parent; of a prediction alone, its state came about by what the init sent in this batch. */
export const STOPPED = 16;
export const ADOPTED = 32;
export const BY_INIT = 64;
