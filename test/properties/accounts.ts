import { isDeepStrictEqual } from 'node:util';
import { makePlan } from '../../src/plan/plan.js';
import { interpret } from '../../src/scenario/interpret.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { Value } from '../../src/scenario/values.js';
import type { Mode } from '../support/scenario.js';
import { BASE_MODES } from '../../src/modes/registry.js';
import { keepBooks } from './books/keep-books.js';
import { measureBounded } from './bounded.js';
import { problemsOf } from './invariants/index.js';
import type { Property } from './property.js';
import { calm } from './variants.js';

/** What holds for every run by itself. */
export const ACCOUNTS: Property[] = [
  {
    name: 'a random scenario is one that a file could hold, with every default written out',
    runs: 100,
    problems(scenario) {
      const written = JSON.parse(JSON.stringify(scenario)) as Value;
      const result = JSON.parse(JSON.stringify(interpret(written, ''))) as unknown;
      const isTheSame = isDeepStrictEqual(result, { scenario: written });
      return Promise.resolve(isTheSame ? [] : [`it is read as ${JSON.stringify(result)}`]);
    },
  },
  {
    name: 'the accounts add up, nobody is in two places, and nothing comes from nothing',
    runs: 200,
    async problems(scenario) {
      const found: string[] = [];
      for (const mode of BASE_MODES) found.push(...problemsOf(await keepBooks(scenario, mode)));
      return found;
    },
  },
  {
    name: 'without faults, declines and time limits, and with room for all, every mode completes every request',
    runs: 200,
    async problems(scenario) {
      const found: string[] = [];
      for (const mode of BASE_MODES) {
        const run = await keepBooks(calm(scenario), mode);
        const { offered, accepted, completed } = run.measured.requests;
        if (accepted !== offered || completed !== offered)
          found.push(`${mode}: of ${offered} requests ${accepted} were accepted, ${completed} completed`);
        found.push(...problemsOf(run));
      }
      return found;
    },
  },
  {
    name: 'a control run is a run without faults',
    runs: 60,
    async problems(scenario) {
      const found: string[] = [];
      const withoutPhases = async (of: Scenario, mode: Mode, faults: boolean): Promise<string> => {
        const { throughput, ...others } = await measureBounded(makePlan(of), mode, faults);
        return JSON.stringify({ ...others, phases: {}, throughput: { ...throughput, phases: [] } });
      };
      for (const mode of BASE_MODES) {
        const control = await withoutPhases(scenario, mode, false);
        if (control !== (await withoutPhases({ ...scenario, faults: [] }, mode, true)))
          found.push(`${mode}: its faults have left a trace`);
      }
      return found;
    },
  },
  {
    name: 'the same seed gives the same bytes, whoever listens and whatever else has run',
    runs: 60,
    async problems(scenario) {
      const found: string[] = [];
      const used = makePlan(scenario);
      await measureBounded(used, 'direct', false);
      for (const mode of BASE_MODES) {
        const fresh = JSON.stringify(await measureBounded(makePlan(scenario), mode));
        if (fresh !== JSON.stringify(await measureBounded(used, mode)))
          found.push(`${mode}: other bytes from a plan that was used before`);
        if (fresh !== JSON.stringify((await keepBooks(scenario, mode)).measured))
          found.push(`${mode}: other bytes with another listener`);
      }
      return found;
    },
  },
];
