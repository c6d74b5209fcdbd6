import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { changesOf } from '../../src/flags/changes.js';
import { loadScenario } from '../../src/scenario/load.js';
import { isPrintable } from '../../src/scenario/printable.js';
import { ScenarioProblem } from '../../src/scenario/problems.js';
import { folderWith, load } from './files.js';
import { authoredScenarios } from './scenarios.js';

const ENTRIES = await bundledScenarios();
const TEXTS = ENTRIES.map(({ path }) => readFileSync(path, 'utf8'));

describe('a resolved scenario, put into a file, comes to itself', () => {
  it.each(ENTRIES.map(({ name }) => name))('%s, as JSON and as YAML', async (name) => {
    const scenario = await loadScenario(name, changesOf({ breaker: true, outage: ['bus@1s+1s'] }));
    expect(await load(JSON.stringify(scenario, null, 2))).toEqual(scenario);
    expect(await load(stringify(scenario))).toEqual(scenario);
  });

  it('whatever was in it', async () => {
    await fc.assert(
      fc.asyncProperty(authoredScenarios, async (authored) => {
        const scenario = await load(JSON.stringify(authored));
        expect(await load(JSON.stringify(scenario))).toEqual(scenario);
      }),
      { numRuns: 150 },
    );
  });
});

describe('whatever a file holds, it is a scenario or there is a problem with it', () => {
  /** Of a problem, its message has to be safe; anything else that is thrown fails the test. */
  const check = async (content: string | Buffer, folder: string): Promise<void> => {
    const path = join(folder, 's.yaml');
    writeFileSync(path, content);
    try {
      const scenario = await loadScenario(path);
      expect(isPrintable(JSON.stringify(scenario))).toBe(true);
    } catch (error) {
      if (!(error instanceof ScenarioProblem)) throw error;
      expect(isPrintable(error.message.replaceAll('\n', ''))).toBe(true);
      // The schema's own words, where nobody has found better ones.
      expect(error.message).not.toMatch(/invalid input|too (big|small)|must match|received/i);
      expect(error.problems[0].place).toBeDefined();
    }
  };

  it('when a bundled one has been damaged', async () => {
    const folder = folderWith({});
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(12),
      with: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom(
          '\n',
          ' ',
          '{',
          '}',
          '[',
          ']',
          ': ',
          '- ',
          '&a ',
          '*a',
          '<<: ',
          '"',
          '"\\e"',
          '!x ',
          '0',
          'none',
          '|',
          '#',
          '?',
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TEXTS),
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        async (text, damages) => {
          let damaged = text;
          for (const { at, length, with: insert } of damages) {
            const start = Math.floor(at * damaged.length);
            damaged = damaged.slice(0, start) + insert + damaged.slice(start + length);
          }
          await check(damaged, folder);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('when one of its values is another', async () => {
    const folder = folderWith({});
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        0,
        -1,
        1e300,
        'none',
        'unbounded',
        '0',
        '5s',
        '-5s',
        '3%',
        '200%',
        '80/s',
        '',
        true,
        [],
        {},
      ),
      fc.constantFrom(
        'constructor',
        'toString',
        '__proto__',
        'hasOwnProperty',
        'bus',
        'load',
        '\u001b[31m',
        'x'.repeat(2000),
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(
        authoredScenarios,
        fc.nat(),
        value,
        fc.boolean(),
        async (authored, which, other, asKey) => {
          const changed = structuredClone(authored);
          const places = placesIn(changed);
          const { holder, key } = places[which % places.length] ?? { holder: changed, key: 'load' };
          if (asKey && typeof other === 'string')
            Object.assign(holder, { [other]: Reflect.get(holder, key) as unknown });
          else Reflect.set(holder, key, other);
          await check(JSON.stringify(changed), folder);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('when it is noise', async () => {
    const folder = folderWith({});
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
        ),
        async (content) => check(content, folder),
      ),
      { numRuns: 150 },
    );
  });
});

function placesIn(value: object): { holder: object; key: string }[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => [
    { holder: value, key },
    ...(typeof inner === 'object' && inner !== null ? placesIn(inner) : []),
  ]);
}
