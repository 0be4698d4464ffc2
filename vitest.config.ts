import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Executors pin themselves to CPUs: files that run inits go one after the other, so that they do not fight for them.
    fileParallelism: false,
    pool: 'forks',
    testTimeout: 120_000,
  },
});
