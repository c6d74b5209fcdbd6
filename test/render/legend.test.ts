import { expect, test } from 'vitest';
import { renderMarkdown } from '../../src/render/markdown.js';
import { renderTerminal } from '../../src/render/terminal.js';
import { compared, measured } from './fixtures.js';

const NOTE =
  /goodput: of what was due \(offered less business declines\), so it can be above the success rate/;

const terminal = (declines: { accepted?: object; refused?: object }): string =>
  renderTerminal(compared({}, { direct: measured(declines), event: measured() }), {
    width: 80,
    color: 0,
    ascii: false,
    verbose: false,
    quiet: false,
  });
const words = (text: string): string => text.replace(/\s+/g, ' ');

test('what goodput is a share of is said under the tables where the business has declined something', () => {
  const told = terminal({ accepted: { completed: 4300 }, refused: { declined: 100 } });
  expect(words(told)).toMatch(NOTE);
  expect(told.indexOf('goodput: of')).toBeGreaterThan(told.indexOf('CONSISTENCY AND DELIVERY'));
  expect(told.indexOf('goodput: of')).toBeLessThan(told.indexOf('outcome of'));
  expect(words(terminal({ accepted: { completed: 4300, declined: 100 } }))).toMatch(NOTE);
});

test('and not where nothing was declined', () => {
  expect(words(terminal({ accepted: { completed: 4300, lost: 100 } }))).not.toMatch(NOTE);
});

test('the Markdown says it, too', () => {
  const markdown = (refused: object): string =>
    renderMarkdown([compared({}, { direct: measured({ refused }), event: measured() })]);
  expect(markdown({ declined: 100 }).replaceAll('\\', '')).toMatch(NOTE);
  expect(markdown({})).not.toMatch(NOTE);
});
