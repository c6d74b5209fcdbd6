import { describe, expect, it, vi } from 'vitest';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { slowPayment } from '../render/fixtures.js';
import { runMain } from './console.js';

// Which mode wins in a run of each is tested with the bundled scenarios: here it is event, whatever runs.
vi.mock('../../src/library/measure.js', () => ({ measure: () => Promise.resolve(slowPayment) }));

interface Entry {
  name: string;
  title: string;
  question: string;
  workflow: string | null;
  winner: string;
  by: string | null;
}

describe('list', () => {
  it('has the bundled scenarios with their questions', async () => {
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
      expect(Object.keys(entry)).toEqual(['name', 'title', 'question', 'workflow', 'winner', 'by']);
      expect(entry.question).not.toBe('');
      expect(entry).toMatchObject({ winner: 'event', by: 'goodput' });
    }
  });

  it('has each within 80 columns, under the workflow that they stand on', async () => {
    const { stdout } = await runMain(['list']);
    const [head = '', ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^scenario +question +winner {2}by$/);
    const workflows = lines.filter((line) => !line.startsWith(' '));
    const scenarios = lines.filter((line) => /^ {2}\S/.test(line));
    expect(scenarios.length).toBeGreaterThanOrEqual(9);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    for (const line of scenarios)
      expect(line).toMatch(
        /^ {2}[a-z-]+ {2,}\S.* (direct|event|shared-database|none) +(goodput|integrity|time|simplicity)$/,
      );
    expect(workflows[0]).toBe('order-fulfilment');
    expect(workflows.at(-1)).toBe('(inline workflow)');
    expect(new Set(workflows).size).toBe(workflows.length);
    const under = (name: string): string | undefined =>
      lines
        .slice(
          0,
          lines.findIndex((line) => line.startsWith(`  ${name} `)),
        )
        .findLast((line) => !line.startsWith(' '));
    expect(under('slow-payment')).toBe('order-fulfilment');
    expect(under('retry-storm')).toBe('(inline workflow)');
  });

  it.each([60, 80, 120, 200])(
    'cuts nothing in %d columns: questions go on in the next line',
    async (width) => {
      const { stdout } = await runMain(['list', '--width', String(width)]);
      const lines = stdout.split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(stdout).not.toContain('…');
      for (const { name, question } of await bundledScenarios()) {
        const first = lines.findIndex((line) => line.startsWith(`  ${name} `));
        const column = lines[first]?.indexOf(question.slice(0, 8)) ?? -1;
        const end = lines.findIndex((line, index) => index > first && !line.startsWith(' '.repeat(column)));
        const shown = lines.slice(first, end).map((line) =>
          line
            .slice(column)
            .replace(/ {2,}event( +goodput)?$/, '')
            .trim(),
        );
        expect(shown.join(' '), name).toBe(question);
      }
    },
  );

  it('has those alone that the text of --filter is in, whatever its case', async () => {
    const names = async (filter: string): Promise<string[]> => {
      const { stdout } = await runMain(['list', '--filter', filter, '--format', 'json']);
      return (JSON.parse(stdout) as Entry[]).map(({ name }) => name);
    };
    expect(await names('SLOW-PAY')).toEqual(['slow-payment']);
    expect(await names('ride-request')).toContain('crash-midway');
    expect((await names('card')).sort()).toEqual(['answer-needed-now', 'declined-after-accepted']);
    const { code, stdout, stderr } = await runMain(['list', '--filter', '\u001b[2J']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: --filter \\x1b\[2J: none of the \d+ bundled scenarios has this text\n$/);
  });

  it('with --fast runs nothing, and has no winners', async () => {
    const { stdout } = await runMain(['list', '--fast']);
    expect(stdout).toMatch(/^scenario +question\n/);
    expect(stdout).not.toContain('goodput');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const json = await runMain(['list', '--fast', '--format', 'json']);
    const [first] = JSON.parse(json.stdout) as Entry[];
    expect(Object.keys(first ?? {})).toEqual(['name', 'title', 'question', 'workflow']);
  });

  it('has colours where they are asked for, and ASCII alone with --ascii', async () => {
    expect((await runMain(['list', '--fast'])).stdout).not.toContain('\u001b');
    expect((await runMain(['list', '--fast', '--color'])).stdout).toContain('\u001b[1morder-fulfilment');
    const { stdout } = await runMain(['list', '--fast', '--ascii', '--no-color']);
    // eslint-disable-next-line no-control-regex -- the whole of ASCII
    expect(stdout).toMatch(/^[\u0000-\u007f]*$/);
  });

  it('an interrupt ends it', async () => {
    const { code, stdout, stderr } = await runMain(['list'], { interrupted: () => 'SIGINT' });
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout).toMatch(/^scenario .*\norder-fulfilment\n$/);
  });
});
