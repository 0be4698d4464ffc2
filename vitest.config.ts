import { configDefaults, defineConfig } from 'vitest/config';

/** Of commands, files that fill disks or count what the machine has: they have it to themselves. */
const COMMANDS = 'test/cli/!(disk|descriptors|lost-streams|stays).test.ts';
/** Files that may run beside each other: whole commands, and what has no init. What they check does not depend on who has the CPU when. */
const SIDE_BY_SIDE = [
  COMMANDS,
  ...['docs', 'export', 'package', 'report', 'scan', 'supply'].map((folder) => `test/${folder}/**/*.test.ts`),
];

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
          name: 'side by side',
          include: SIDE_BY_SIDE,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...SIDE_BY_SIDE],
          // Executors pin themselves to CPUs: files that run inits go one after the other, so that they do not fight for them.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
