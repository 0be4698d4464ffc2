/** The rows of all steps that have no others inside. */
import type { StepKind } from '../steps.ts';
import type { Rows } from './facts.ts';
import { INIT_STEPS } from './init.ts';
import { PROCESSES } from './processes.ts';
import { SIGNALLING } from './signals.ts';
import { TERMINAL } from './terminal.ts';

export type NestingKind = 'together' | 'at';

export const PLAIN: Rows<Exclude<StepKind, NestingKind>> = { ...PROCESSES, ...SIGNALLING, ...INIT_STEPS, ...TERMINAL };
