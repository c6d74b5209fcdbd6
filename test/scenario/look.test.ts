import { describe, expect, it } from 'vitest';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { loadScenario } from '../../src/scenario/load.js';
import { runMain } from '../commands/console.js';

const names = (await bundledScenarios()).map(({ name }) => name);

/** What stands before the colon, without the part of the row that it is about. */
function rowOf(line: string): string {
  const [name = ''] = line.split(/: | = | is | vs /);
  return name.replace(/(,.*| p\d\d| (during|after)( the fault)?)$/, '').toLowerCase();
}

describe.each(names)('what to look for in %s', (name) => {
  it('is two or three lines, of which one at least names a row as the table does', async () => {
    const { look } = await loadScenario(name);
    expect(look.length).toBeGreaterThanOrEqual(2);
    expect(look.length).toBeLessThanOrEqual(3);
    const { stdout } = await runMain(['run', name, '--width', '120']);
    // Below the header, which has the lines themselves.
    const tables = stdout.slice(stdout.indexOf(' THROUGHPUT')).toLowerCase();
    const named = look.filter((line) => tables.includes(rowOf(line)));
    expect(named, `none of: ${look.map(rowOf).join(' | ')}`).not.toEqual([]);
  });
});
