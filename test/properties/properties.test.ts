import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/modes/simulate.js';
import { makePlan } from '../../src/plan/plan.js';
import { interpret } from '../../src/scenario/interpret.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { Value } from '../../src/scenario/values.js';
import { holdsForAll } from './holds.js';
import { problemsOf } from './invariants/index.js';
import { keepBooks } from './books/keep-books.js';
import { scenarios } from './random/scenarios.js';
import { calm } from './variants.js';

const MODES = ['direct', 'event', 'shared-database'] as const;

describe('a random scenario', () => {
  it('is one that a file could hold, with every default written out', async () => {
    await holdsForAll(
      scenarios(),
      (scenario) => {
        const result = interpret(JSON.parse(JSON.stringify(scenario)) as Value, '');
        expect(result).toEqual({ scenario });
        return Promise.resolve([]);
      },
      100,
    );
  });
});

describe('whatever the scenario', () => {
  it('the accounts add up, nobody is in two places, and nothing comes from nothing', async () => {
    await holdsForAll(scenarios(), async (scenario) => {
      const found: string[] = [];
      for (const mode of MODES) found.push(...problemsOf(await keepBooks(scenario, mode)));
      return found;
    });
  });

  it('without faults, declines and time limits, and with room for all, every mode completes every request', async () => {
    await holdsForAll(scenarios().map(calm), async (scenario) => {
      const found: string[] = [];
      for (const mode of MODES) {
        const run = await keepBooks(scenario, mode);
        const { offered, accepted, completed } = run.measured.requests;
        if (accepted !== offered || completed !== offered)
          found.push(`${mode}: of ${offered} requests ${accepted} were accepted, ${completed} completed`);
        found.push(...problemsOf(run));
      }
      return found;
    });
  });

  it('a control run is a run without faults', async () => {
    await holdsForAll(
      scenarios(),
      async (scenario) => {
        const found: string[] = [];
        const withoutPhases = async (of: Scenario, mode: string, faults: boolean): Promise<string> => {
          const { throughput, ...others } = await simulate(makePlan(of), mode, { faults });
          return JSON.stringify({ ...others, throughput: { ...throughput, phases: [] } });
        };
        for (const mode of MODES) {
          const control = await withoutPhases(scenario, mode, false);
          if (control !== (await withoutPhases({ ...scenario, faults: [] }, mode, true)))
            found.push(`${mode}: its faults have left a trace`);
        }
        return found;
      },
      60,
    );
  });

  it('the same seed gives the same bytes, whoever listens and whatever else has run', async () => {
    const measure = async (plan: ReturnType<typeof makePlan>, mode: string): Promise<string> =>
      JSON.stringify(await simulate(plan, mode, { faults: true }));
    await holdsForAll(
      scenarios(),
      async (scenario) => {
        const found: string[] = [];
        const used = makePlan(scenario);
        await simulate(used, 'direct', { faults: false });
        for (const mode of MODES) {
          const fresh = await measure(makePlan(scenario), mode);
          if (fresh !== (await measure(used, mode)))
            found.push(`${mode}: other bytes from a plan that was used before`);
          if (fresh !== JSON.stringify((await keepBooks(scenario, mode)).measured))
            found.push(`${mode}: other bytes with another listener`);
        }
        return found;
      },
      60,
    );
  });
});
