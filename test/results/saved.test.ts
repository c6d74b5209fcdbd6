import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { findChanges } from '../../src/results/changes.js';
import { readResults, type ResultFile } from '../../src/results/saved.js';
import { makeFile, runMain } from '../commands/console.js';

const FOLDER = new URL('./saved/', import.meta.url);
const FILES = readdirSync(FOLDER);

/** What they were saved from. */
const SMALL = `title: Small
services:
  front: { latency: 5ms }
  back: { latency: { distribution: exponential, mean: 10ms } }
steps:
  - { service: front, emits: Asked }
  - { service: back, on: Asked }
load: { rate: 50/s, duration: 2s, warmup: 0s }
faults:
  - { kind: outage, target: back, at: 1s, for: 500ms }
`;

function read(file: string): ResultFile {
  return readResults(readFileSync(new URL(file, FOLDER), 'utf8'), file);
}

describe('a result that was saved by', () => {
  it.each(FILES)('%s is read, and compared with one of today', async (file) => {
    const base = read(file);
    const { runs } = base.results[0]!;
    const argv = runs === undefined ? [] : ['--runs', String(runs.seeds.length), '--threads', '1'];
    const { stdout } = await runMain(['run', makeFile(SMALL), '--format', 'json', ...argv]);
    const { files } = findChanges('1', base, [readResults(stdout, 'today')]);
    const modes = Object.entries(files[0]!.scenarios[0]!.modes);
    expect(modes.length).toBeGreaterThan(0);
    for (const [, { figures, basis }] of modes) {
      expect(basis.kind).not.toBe('none');
      expect(figures.filter(({ isGated }) => isGated).length).toBeGreaterThan(5);
    }
  });

  it('a version that had no hints yet is read, on either side', () => {
    const file = read('0.1.0-one-run.json');
    const { hints } = file.results[0]!;
    for (const none of [undefined, null]) {
      const older = readResults(JSON.stringify({ ...file.results[0], hints: none }), 'older.json');
      const hintsOf = (base: ResultFile, next: ResultFile) =>
        findChanges('1', base, [next]).files[0]!.scenarios[0]!.hints;
      expect(hintsOf(file, older)).toEqual({ gone: hints, added: [] });
      expect(hintsOf(older, file)).toEqual({ gone: [], added: hints });
    }
  });

  it('every version so far is there', () => {
    expect(new Set(FILES.map((file) => file.replace(/-.*/, '')))).toEqual(new Set(['0.1.0']));
  });

  it('a later minor version of the schema is read, with what it has added', () => {
    const later = {
      ...read('0.1.0-one-run.json').results[0]!,
      schema: 'coupling-demo/comparison@1.7',
      more: 1,
    };
    expect(readResults(JSON.stringify(later), 'x').results[0] as Comparison & { more: number }).toMatchObject(
      {
        more: 1,
      },
    );
  });
});
