import { expect, it } from 'vitest';
import { renderChart } from '../../../src/render/page/chart-svg.js';
import { compared, measured } from '../fixtures.js';

const hostile = '</title><script>alert(1)</script>';

it('draws every mode, alone and on white, with the texts of a scenario as texts', () => {
  const comparison = compared({ title: hostile }, { direct: measured(), event: measured() });
  const result = { name: 'a', comparison, drillDown: '' };
  const one = renderChart({ results: [result], reproduce: '' });
  expect(one).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^]*<\/svg>\n$/);
  expect(one).toContain('&lt;script&gt;');
  expect(one).not.toContain('<script');
  expect(one).not.toContain('prefers-color-scheme');
  for (const mode of ['direct', 'event']) expect(one).toContain(`class="name">${mode}</text>`);
  const heightOf = (text: string): number => Number(/ height="(\d+)/.exec(text)?.[1]);
  const two = renderChart({ results: [result, result], reproduce: '' });
  expect(heightOf(two)).toBeGreaterThan(1.8 * heightOf(one));
});
