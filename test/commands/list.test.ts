import { describe, expect, it } from 'vitest';
import { ahead } from '../../src/compare/ahead.js';
import type { Comparison } from '../../src/compare/comparison.js';
import { runMain } from './console.js';

interface Entry {
  name: string;
  title: string;
  question: string;
  workflow: string | null;
  ahead: string;
}

describe('list', () => {
  it('has the bundled scenarios with their questions, and who was measured to be ahead', async () => {
    const { code, stdout, stderr } = await runMain(['list', '--format', 'json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const entries = JSON.parse(stdout) as Entry[];
    const names = entries.map(({ name }) => name);
    for (const name of ['healthy', 'slow-payment', 'flaky-inventory', 'shipping-outage', 'hanging-payment']) {
      expect(names).toContain(name);
    }
    for (const name of ['retry-storm', 'traffic-spike', 'poison-message', 'quiet-and-simple']) {
      expect(names).toContain(name);
    }
    for (const entry of entries) {
      expect(Object.keys(entry)).toEqual(['name', 'title', 'question', 'workflow', 'ahead']);
      expect(entry.question).not.toBe('');
      expect(['direct', 'event', 'shared-database', 'none']).toContain(entry.ahead);
    }
    // Also where the control runs were spared.
    for (const name of [
      'slow-payment',
      'quiet-and-simple',
      'duplicates',
      'database-outage',
      'new-subscriber',
    ]) {
      const run = JSON.parse((await runMain(['run', name, '--format', 'json'])).stdout) as Comparison;
      expect(entries.find((entry) => entry.name === name)?.ahead).toBe(ahead(run));
    }
  });

  it('has a line each within 80 columns, under the workflow that they stand on', async () => {
    const { stdout } = await runMain(['list']);
    const [head = '', ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^scenario +what it asks +ahead$/);
    const workflows = lines.filter((line) => !line.startsWith(' '));
    const scenarios = lines.filter((line) => line.startsWith(' '));
    expect(scenarios.length).toBeGreaterThanOrEqual(9);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    for (const line of scenarios)
      expect(line).toMatch(/^ {2}[a-z-]+ {2,}\S.* (direct|event|shared-database|none)$/);
    expect(workflows[0]).toBe('order-fulfilment');
    expect(workflows.at(-1)).toBe('(a workflow of its own)');
    expect(new Set(workflows).size).toBe(workflows.length);
    const under = (name: string): string | undefined =>
      lines
        .slice(
          0,
          lines.findIndex((line) => line.startsWith(`  ${name} `)),
        )
        .findLast((line) => !line.startsWith(' '));
    expect(under('slow-payment')).toBe('order-fulfilment');
    expect(under('retry-storm')).toBe('(a workflow of its own)');
  });

  it('an interrupt ends it', async () => {
    const { code, stdout, stderr } = await runMain(['list'], { interrupted: () => 'SIGINT' });
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout).toMatch(/^scenario .*\norder-fulfilment\n$/);
  });
});
