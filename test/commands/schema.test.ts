import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { bundledSources } from '../../src/scenario/sources.js';
import { makeFile, runMain, SMALL } from './console.js';

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0] & object;

async function readSchema(of: string): Promise<{ json: JsonSchema; check: z.ZodType }> {
  const { code, stdout, stderr } = await runMain(['schema', of]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const json = JSON.parse(stdout) as JsonSchema;
  return { json, check: z.fromJSONSchema(json) };
}

describe('the schema of a scenario', () => {
  it('takes every bundled scenario, and what show prints', async () => {
    const { check } = await readSchema('scenario');
    for (const { name, path } of await bundledSources()) {
      expect(check.safeParse(parse(readFileSync(path, 'utf8')))).toMatchObject({ success: true });
      const { stdout } = await runMain(['show', name]);
      expect(check.safeParse(parse(stdout))).toMatchObject({ success: true });
    }
  });

  it.each([
    ['rate: 50/s', 'rate: 50'],
    ['title:', 'titel:'],
    ['kind: outage', 'kind: outrage'],
    ['latency: 5ms', 'latency: -5ms'],
  ])('refuses %s with %s', async (search, replacement) => {
    const { check } = await readSchema('scenario');
    expect(check.safeParse(parse(SMALL)).success).toBe(true);
    expect(check.safeParse(parse(SMALL.replace(search, replacement))).success).toBe(false);
  });
});

describe('the schema of the output', () => {
  const gate = ['--expect', 'shared-database.lost == 0'];

  it('takes the output of one scenario and of several, with faults and without', async () => {
    const { check } = await readSchema('output');
    for (const argv of [[], ['--no-faults'], ['--modes', 'event'], [makeFile(SMALL)], gate]) {
      const { stdout } = await runMain(['run', makeFile(SMALL), '--format', 'json', ...argv]);
      expect(check.safeParse(JSON.parse(stdout))).toMatchObject({ success: true });
    }
  });

  it('names every field that there is in it', async () => {
    const { json } = await readSchema('output');
    const { stdout } = await runMain(['run', makeFile(SMALL), '--format', 'json', ...gate]);
    expect(unnamed(JSON.parse(stdout), { $ref: '#/$defs/comparison' }, json)).toEqual([]);
  });

  it('refuses an output that lacks something', async () => {
    const { check } = await readSchema('output');
    const { stdout } = await runMain(['run', makeFile(SMALL), '--format', 'json']);
    for (const part of ['requests', 'recoveryTime', 'series', 'services']) {
      const output = JSON.parse(stdout) as { modes: { direct: Record<string, unknown> } };
      output.modes.direct[part] = undefined;
      expect(check.safeParse(output).success).toBe(false);
    }
  });
});

describe('schema', () => {
  it('without a name prints all', async () => {
    const { stdout } = await runMain(['schema']);
    const all = JSON.parse(stdout) as Record<string, unknown>;
    expect(all).toEqual({
      scenario: (await readSchema('scenario')).json,
      output: (await readSchema('output')).json,
      changes: (await readSchema('changes')).json,
    });
  });

  it('of something else is wrong usage', async () => {
    const { code, stdout, stderr } = await runMain(['schema', 'scenaro']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('error: there is no schema of `scenaro`: did you mean `scenario`?\n');
  });
});

/** The paths in a value that its schema does not name. */
function unnamed(value: unknown, schema: Record<string, unknown>, root: JsonSchema, path = ''): string[] {
  const reference = typeof schema.$ref === 'string' ? schema.$ref.replace('#/$defs/', '') : undefined;
  if (reference !== undefined) {
    return unnamed(
      value,
      (root as { $defs: Record<string, Record<string, unknown>> }).$defs[reference]!,
      root,
      path,
    );
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      unnamed(item, schema.items as typeof schema, root, `${path}[${index}]`),
    );
  }
  if (typeof value !== 'object' || value === null || path === '.scenario') return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const properties = schema.properties as Record<string, typeof schema> | undefined;
    const next = properties?.[key] ?? (schema.additionalProperties as typeof schema | undefined);
    return next === undefined ? [`${path}.${key}`] : unnamed(item, next, root, `${path}.${key}`);
  });
}
