/** The registry: every property, in the order in which reports list them. */
import type { KnownProperty } from '../fuzz/judge/property.ts';
import { closesDescriptors } from './closes-descriptors.ts';
import { exitCode } from './exit-code.ts';
import { forwards } from './forwards.ts';
import { handsDown } from './hands-down.ts';
import { keepsDirectory } from './keeps-directory.ts';
import { keepsProfile } from './keeps-profile.ts';
import { keepsTerminal } from './keeps-terminal.ts';
import { leavesPromptly } from './leaves-promptly.ts';
import { reapsOrphans } from './reaps-orphans.ts';
import { reportsFailedExec } from './reports-failed-exec.ts';
import { sparesOthers } from './spares-others.ts';
import { staysIdle } from './stays-idle.ts';
import { staysSmall } from './stays-small.ts';
import { survives } from './survives.ts';

export const PROPERTIES: readonly KnownProperty[] = [
  reapsOrphans,
  forwards,
  exitCode,
  leavesPromptly,
  survives,
  handsDown,
  sparesOthers,
  keepsDirectory,
  keepsTerminal,
  closesDescriptors,
  reportsFailedExec,
  staysIdle,
  staysSmall,
];

/** Those of the registry, and the one that is judged only where a profile is given. */
export const ALL_PROPERTIES: readonly KnownProperty[] = [...PROPERTIES, keepsProfile];
