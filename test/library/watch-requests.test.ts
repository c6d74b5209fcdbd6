import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/library/load.js';
import { measure } from '../../src/library/measure.js';
import { trace } from '../../src/library/trace.js';
import { findRequest, watchRequests } from '../../src/library/watch-requests.js';
import { SMALL } from '../commands/console.js';

const text = { text: SMALL, name: 'small.yaml' };
const never = (): boolean => false;

describe('a run whose requests are watched', () => {
  it('measures the same, and finds the request that a trace of it chooses, for the same reason', async () => {
    const scenario = await loadScenario(text);
    const watch = watchRequests();
    const watched = await measure(scenario, { runColumn: watch.runColumn });
    expect(watched).toEqual(await measure(scenario));
    const { trace: traced, why } = await trace(scenario);
    expect(await watch.find(scenario, never)).toEqual({ trace: traced, why });
    expect(await findRequest(scenario, never)).toEqual({ trace: traced, why });
    expect(why).toContain('affected by the fault');
  });

  it('says nothing of what the fault has affected where there was no control run', async () => {
    const scenario = await loadScenario(text);
    const watch = watchRequests();
    await measure(scenario, { runColumn: watch.runColumn, control: false });
    expect((await watch.find(scenario, never))?.why).toBe('largest difference between modes');
  });

  it('has no request where not every mode has run, and after an interrupt', async () => {
    const scenario = await loadScenario(text);
    const watch = watchRequests();
    await watch.runColumn(scenario, 'direct', { faults: true, interrupted: never });
    expect(await watch.find(scenario, never)).toBeUndefined();
    expect(await findRequest(scenario, () => true)).toBeUndefined();
  });
});
