import { expect, it } from 'vitest';
import { makeFile, runMain, SMALL } from '../../commands/console.js';

/** Two seeds differ in their arrivals. */
const RANDOM = SMALL.replace('arrivals: constant', 'arrivals: poisson');

it('of several runs each line over time has a band, its 95 % interval; one run has none', async () => {
  const page = async (...argv: string[]): Promise<string> =>
    (await runMain(['run', makeFile(RANDOM), '--format', 'html', ...argv])).stdout;
  const many = await page('--runs', '3', '--threads', '1');
  for (const name of ['goodput', 'response', 'endToEnd']) {
    expect(many).toMatch(new RegExp(`<path d="M[^"]+" class="band of-${name}"/>`));
  }
  expect(many).toContain('Means of 3 runs; the bands around lines are 95 % intervals.');
  const one = await page();
  expect(one).not.toContain('class="band');
  expect(one).not.toContain('95 %');
});
