import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const PATH = fileURLToPath(new URL('../../README.md', import.meta.url));
export const README = readFileSync(PATH, 'utf8');

/** What stands between `<!-- name -->` and `<!-- /name -->`; written anew with `UPDATE_README=1`. */
export function expectSection(name: string, expected: string): void {
  const section = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  expect(README).toMatch(section);
  if (process.env.UPDATE_README !== undefined) {
    const before = readFileSync(PATH, 'utf8');
    writeFileSync(
      PATH,
      before.replace(section, (_, start: string, end: string) => `${start}\n${expected}\n${end}`),
    );
  } else {
    expect(section.exec(README)?.[0]).toContain(expected);
  }
}

/** A table as prettier would have it. */
export function tableOf(rows: readonly string[][]): string {
  const widths =
    rows[0]?.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('');
}
