import { configDefaults, defineConfig } from 'vitest/config';
import { tiers } from './test/tiers.ts';

/** Of commands, files that fill disks or count what the machine has: they have it to themselves. */
const COMMANDS = 'test/cli/!(disk|descriptors|lost-streams|stays).test.ts';
/** Files that may run beside each other: whole commands, and what has no init. What they check does not depend on who has the CPU when. */
const SIDE_BY_SIDE = [
  COMMANDS,
  ...['docs', 'export', 'package', 'report', 'scan', 'supply'].map((folder) => `test/${folder}/**/*.test.ts`),
];
/** Files that start no process: what they check depends on nothing but themselves. */
const QUICK = [...tiers()].flatMap(([file, tier]) => (tier === 'quick' ? file : []));

export default defineConfig({
  test: {
    pool: 'forks',
    // Of tests that run side by side in one file: most of what they do is wait for an init.
    maxConcurrency: 16,
    testTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: QUICK,
          // To start a process for each and load the same sources anew takes longer than most of them do.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'side by side',
          include: SIDE_BY_SIDE,
          exclude: [...configDefaults.exclude, ...QUICK],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...SIDE_BY_SIDE, ...QUICK],
          // Executors pin themselves to CPUs: files that run inits go one after the other, so that they do not fight for them.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
