import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** A page that people read: the README, or one of docs/. */
export interface Page {
  /** As one would type it: `docs/faults.md`. */
  name: string;
  path: string;
  text: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const PAGES: Page[] = [
  'README.md',
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((name) => ({ name, path: ROOT + name, text: readFileSync(ROOT + name, 'utf8') }));

/** What stands between `<!-- name -->` and `<!-- /name -->`, in whichever page has it; written anew with `UPDATE_DOCS=1`. */
export function expectSection(name: string, expected: string): void {
  const section = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  const page = PAGES.find(({ text }) => section.test(text));
  if (page === undefined) throw new Error(`no page has a section ${name}`);
  if (process.env.UPDATE_DOCS === undefined) {
    expect(section.exec(page.text)?.[0]).toContain(expected);
    return;
  }
  const before = readFileSync(page.path, 'utf8');
  writeFileSync(
    page.path,
    before.replace(section, (_, start: string, end: string) => `${start}\n${expected}\n${end}`),
  );
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
