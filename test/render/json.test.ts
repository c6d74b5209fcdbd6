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
