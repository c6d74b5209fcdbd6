import { expect, test } from 'vitest';
import { renderJson } from '../../src/render/json.js';
import { quietAndSimple, slowPayment } from './fixtures.js';

test('one scenario is an object, as it was compared', () => {
  const text = renderJson([slowPayment]);
  expect(JSON.parse(text)).toEqual(slowPayment);
  expect(text).toMatch(/^\{\n {2}"schema": "coupling-demo\/comparison@1",\n/);
  expect(text.endsWith('}\n')).toBe(true);
});

test('several are an array, and so are none', () => {
  expect(JSON.parse(renderJson([slowPayment, quietAndSimple]))).toEqual([slowPayment, quietAndSimple]);
  expect(renderJson([])).toBe('[]\n');
});

test('of nothing there is no mean and no percentile: they are null, and the count is 0', () => {
  const { direct } = slowPayment.modes;
  const nothing = { count: 0, mean: 0, sd: 0, p50: 0, p95: 0, p99: 0, max: 0 };
  const text = renderJson([{ ...slowPayment, modes: { direct: { ...direct!, completionTime: nothing } } }]);
  const { modes } = JSON.parse(text) as { modes: { direct: { completionTime: unknown } } };
  const { count, ...others } = nothing;
  const nulls = Object.fromEntries(Object.keys(others).map((name) => [name, null]));
  expect(modes.direct.completionTime).toEqual({ count, ...nulls });
});
