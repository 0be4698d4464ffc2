import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Executors pin themselves to CPUs: files that run inits go one after the other, so that they do not fight for them.
    fileParallelism: false,
    pool: 'forks',
    // Of tests that run side by side in one file: most of what they do is wait for an init.
    maxConcurrency: 16,
    testTimeout: 120_000,
  },
});
