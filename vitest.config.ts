import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A run's worst case on a busy machine, not a typical one: nothing in a test of the simulation really sleeps.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    unstubEnvs: true,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'simulated',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/bench/**', 'test/real/**'],
        },
      },
      {
        // Processes, HTTP and a broker, in wall time: one after the other, when the others have left the machine to them.
        extends: true,
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
