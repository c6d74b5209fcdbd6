import { describe, expect, it } from 'vitest';
import { compactJson } from '../../../src/render/page/compact-json.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { bundledSources } from '../../../src/scenario/sources.js';

describe('compact JSON', () => {
  it('puts what is short on one line, and each part of the rest on its own', () => {
    const long = 'x'.repeat(70);
    expect(compactJson({ a: [1, 2], b: { c: true, d: null, e: undefined }, f: {} })).toBe(
      '{ "a": [1, 2], "b": { "c": true, "d": null }, "f": {} }',
    );
    expect(compactJson({ a: long, b: [long, long] })).toBe(
      `{\n  "a": "${long}",\n  "b": [\n    "${long}",\n    "${long}"\n  ]\n}`,
    );
  });

  it('means the same as a scenario', async () => {
    for (const source of await bundledSources()) {
      const scenario = await loadScenario(source);
      expect(JSON.parse(compactJson(scenario))).toEqual(JSON.parse(JSON.stringify(scenario)));
    }
  });
});
