import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal, readJournal } from '../../src/real/journal.js';
import { RealProblem } from '../../src/real/problem.js';
import { findProgram } from '../../src/real/programs.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cd-journal-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const fail = (error: unknown): void => {
  throw error instanceof Error ? error : new Error(String(error));
};

test('what follows from a line happens when the line is in the file', () => {
  const path = join(folder, 'journal');
  const journal = new Journal(path, fail);
  let seen: unknown;
  journal.write([1.5, 'effect', 7, true]);
  journal.then(() => {
    seen = readJournal(path);
  });
  expect(readJournal(path)).toEqual([]);
  journal.close();
  expect(seen).toEqual([[1.5, 'effect', 7, true]]);
});

test('a line that a kill has cut is none', () => {
  const path = join(folder, 'journal');
  const journal = new Journal(path, fail);
  journal.write([1, 'reached', 3]);
  journal.close();
  appendFileSync(path, '[2,"effe');
  expect(readJournal(path)).toEqual([[1, 'reached', 3]]);
});

test('there is no program of a name that nobody has', () => {
  expect(findProgram('no-such-program-anywhere')).toBeUndefined();
  expect(findProgram('sh')).toMatch(/\/sh$/);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is said in a sentence', () => {
  const problems: unknown[] = [];
  const journal = new Journal('/dev/full', (problem) => problems.push(problem));
  journal.write([1, 'begun', 1, true]);
  journal.flush();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toBeInstanceOf(RealProblem);
  expect(String(problems[0])).toContain('cannot be written to /dev: the disk is full; TMPDIR names another');
});
