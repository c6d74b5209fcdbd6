import type { Run } from '../books/keep-books.js';
import { ATTEMPTS } from './attempts.js';
import { ENDINGS } from './endings.js';
import { FIGURES } from './figures.js';
import { RATES } from './rates.js';

/** All that is wrong with a run, at any moment or in the end. */
export function problemsOf(run: Run): string[] {
  const { problems } = run.books;
  const more = problems.length > MOST ? [`and ${problems.length - MOST} more`] : [];
  return [
    ...problems.slice(0, MOST),
    ...more,
    ...Object.entries({ ...FIGURES, ...RATES, ...ATTEMPTS, ...ENDINGS }).flatMap(([name, invariant]) =>
      invariant(run)
        .slice(0, MOST)
        .map((what) => `${name}: ${what}`),
    ),
  ].map((problem) => `${run.mode}: ${problem}`);
}

/** Of one kind: more would tell nothing new. */
const MOST = 5;
