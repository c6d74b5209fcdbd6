import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/bench/**'],
    // A run's worst case on a busy machine, not a typical one: nothing in a test really sleeps.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    unstubEnvs: true,
    restoreMocks: true,
  },
});
