import { describe, expect, it } from 'vitest';
import type { Case, ParameterSet } from '../../src/verify/case.js';
import { CASES } from '../../src/verify/cases/index.js';
import { QUICK } from '../../src/verify/effort.js';
import { type Verification, verify, verifyLittle } from '../../src/verify/verify.js';

/** For a machine with a lot to do. */
const PATIENCE = 120_000;

function caseOf(key: string): Case {
  const found = CASES.find((one) => one.key === key);
  if (found === undefined) throw new RangeError(`no case ${key}`);
  return found;
}

async function verified(one: Case, set: ParameterSet): Promise<Verification> {
  const verification = await verify(one, set, { effort: QUICK });
  if (verification === undefined) throw new Error('nothing has interrupted it');
  return verification;
}

function fallen({ figures }: Verification): string[] {
  return figures.filter(({ held }) => !held).map(({ name, reason = '' }) => `${name}: ${reason}`);
}

/** With other scenarios in the place of the published one's. */
function withRuns(
  set: ParameterSet,
  change: (run: ReturnType<ParameterSet['trial']>['runs'][string]) => object,
) {
  return {
    ...set,
    trial: (effort: typeof QUICK) => {
      const trial = set.trial(effort);
      const runs = Object.fromEntries(
        Object.entries(trial.runs).map(([name, run]) => [name, { ...run, ...change(run) }]),
      );
      return { ...trial, runs };
    },
  };
}

describe('the quick set', () => {
  const quick = CASES.flatMap((one) => one.sets.filter((set) => set.quick).map((set) => ({ one, set })));

  it(
    'holds, and Little’s law on each of its runs',
    async () => {
      const verifications: Verification[] = [];
      for (const { one, set } of quick) verifications.push(await verified(one, set));
      for (const verification of verifications) {
        expect(fallen(verification), `${verification.key} ${JSON.stringify(verification.params)}`).toEqual(
          [],
        );
      }
      const little = verifyLittle(verifications);
      expect(fallen(little)).toEqual([]);
      expect(little.little.runs).toBeGreaterThan(300);
      expect(little.little.worst).toBeLessThan(1e-9);
    },
    PATIENCE,
  );
});

describe('other parameters', () => {
  it.each<[string, object]>([
    ['V02', { lam: 5, mu: 4, c: 3 }],
    ['V04', { lam: 20, mu: 4, c: 3, K_total: 6 }],
    ['V10-direct-nested', { lam: 2, exp_means: [0.05, 0.2] }],
    ['V24-retry', { p: 0.4, retries: 1 }],
    ['V25-layers', { p_bottom_fail: 0.8, retries_per_layer: 1, layers: 3 }],
    ['V27-retrystorm', { capacity: 20, offered: 25, max_attempts: 3, retry_gap_s: 2 }],
    ['V29-pool', { pool: 3, timeout: 0.7 }],
    ['V31-SRE-fullqueue', { threads: 3, queue: 10, service_ms: 40 }],
    ['V33-backlog', { lam: 7, mu: 11, outage: 20 }],
    ['V34-duplicates', { p_ack_lost: 0.25 }],
    ['V35-DLQ', { p: 0.6, max: 2 }],
    ['V36-breaker-fulloutage', { lam: 5, open: 2, probe_latency: 0.5 }],
  ])(
    '%s holds for %o',
    async (key, params) => {
      expect(fallen(await verified(caseOf(key), caseOf(key).at(params)))).toEqual([]);
    },
    PATIENCE,
  );
});

describe('a wrong model falls', () => {
  const published = (key: string): ParameterSet => caseOf(key).at({});

  it('where the expectation is wrong', async () => {
    const set = published('V31-SRE-fullqueue');
    const wrong = { ...set, expected: { latency_ms_of_last_accepted: 1000 } };
    expect(fallen(await verified(caseOf('V31-SRE-fullqueue'), wrong))).toEqual([
      'latency_ms_of_last_accepted: 1 of 1 runs not exactly this',
    ]);
  });

  it(
    'where the popular guess stands for the exact answer',
    async () => {
      const set = published('V11-forkjoin2-exact');
      // The popular guess, 1.5/(mu - lam), is 4 % off.
      const wrong = { ...set, expected: { R2: 0.3 } };
      expect(fallen(await verified(caseOf('V11-forkjoin2-exact'), wrong))).toEqual([
        'R2: outside the interval',
      ]);
    },
    PATIENCE,
  );

  it(
    'where constant arrivals stand in for Poisson ones',
    async () => {
      const set = withRuns(published('V01'), ({ scenario }) => ({
        scenario: { ...scenario, load: { ...(scenario.load as object), arrivals: 'constant' } },
      }));
      const names = fallen(await verified(caseOf('V01'), set));
      expect(names).toContain('Wq: outside the interval');
      expect(names).toContain('P_wait: outside the interval');
    },
    PATIENCE,
  );

  it(
    'where the caller lets go of its slot while it waits: events in the place of direct calls',
    async () => {
      const set = withRuns(published('V10-direct-nested'), () => ({ mode: 'event' }));
      const names = fallen(await verified(caseOf('V10-direct-nested'), set));
      expect(names).toContain('rho_head: outside the interval');
      expect(names).toContain('W: outside the interval');
      expect(names).toContain('capacity: outside the interval');
    },
    PATIENCE,
  );
});

describe('a verification', () => {
  it('is the same the next time, to the last bit', async () => {
    const one = caseOf('V24-retry');
    const set = one.at({ p: 0.4, retries: 1 });
    expect(await verified(one, set)).toEqual(await verified(one, set));
  });

  it('has what was run, as a file would have it', async () => {
    const one = caseOf('V29-pool');
    const { runs, seeds } = await verified(one, one.at({}));
    expect(seeds).toEqual([1]);
    expect(runs.hung).toMatchObject({
      mode: 'direct',
      control: false,
      scenario: { calls: { timeout: '30s' }, faults: [{ kind: 'hang', target: 'backend' }] },
    });
  });

  it('ends early, without a result, when it is interrupted', async () => {
    const one = caseOf('V01');
    const early = await verify(one, one.at({}), { effort: QUICK, interrupted: () => true });
    expect(early).toBeUndefined();
  });
});
