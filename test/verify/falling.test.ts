import { expect, it, vi } from 'vitest';
import type * as Cases from '../../src/verify/cases/index.js';
import { runMain } from '../commands/console.js';

vi.mock('../../src/verify/cases/index.js', async (original) => {
  const { CASES } = await original<typeof Cases>();
  return {
    CASES: CASES.filter(({ key }) => key === 'V31-SRE-fullqueue').map((one) => ({
      ...one,
      sets: one.sets.map((set) => ({ ...set, expected: { latency_ms_of_last_accepted: 1000 } })),
    })),
  };
});

it('verify ends with 1 when a check fails', async () => {
  const { code, stdout } = await runMain(['verify']);
  expect(code).toBe(1);
  expect(stdout).toContain('FAIL');
  expect(stdout).toContain('1 failed: V31-SRE-fullqueue');
});
