import { expect, test } from 'vitest';
import { escapeMarkdown, plain, toAscii, withoutControls } from '../../src/render/text.js';

test('text from a file is one line and does nothing to a terminal', () => {
  expect(plain('\u001b[31mred\u001b[0m\r\n two\u2028three \u202eevil\u200b\u0007')).toBe(
    '[31mred[0m two three evil',
  );
});

test('a command keeps its blanks: they may stand in quotes', () => {
  expect(withoutControls("run --set 'title=a  b'\u001b")).toBe("run --set 'title=a  b'");
});

test('ASCII: the nearest there is, in as many columns', () => {
  expect(toAscii('Über – café · 支払… 5×\n')).toBe('Uber - cafe | ????~ 5x\n');
  expect(toAscii('e\u0301')).toBe('e');
  expect(toAscii('\u001b[1mbold\u001b[22m')).toBe('\u001b[1mbold\u001b[22m');
});

test('Markdown: what looks like markup is shown as it is', () => {
  expect(escapeMarkdown('a|b `c` <img> *d* _e_ [f](g) #1 & \\ ~h~\ni')).toBe(
    'a\\|b \\`c\\` &lt;img&gt; \\*d\\* \\_e\\_ \\[f\\](g) \\#1 &amp; \\\\ \\~h\\~ i',
  );
  expect(['- no list', '1. no list', '1.5 s', '<1 µs'].map(escapeMarkdown)).toEqual([
    '\\- no list',
    '1\\. no list',
    '1.5 s',
    '&lt;1 µs',
  ]);
});
