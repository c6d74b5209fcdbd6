import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMain, SMALL } from '../../commands/console.js';
import { axeViolations, hasChromium, openChromium, openPage } from '../../support/browser.js';

const EVIL = '<img src=x onerror=alert(1)>';

describe('what changed, as a page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coupling-changes-'));
  const file = (name: string): string => join(folder, name);
  const compare = (...argv: string[]) => runMain(['compare', ...argv]);

  beforeAll(async () => {
    writeFileSync(file('small.yaml'), SMALL);
    writeFileSync(file('evil.yaml'), SMALL.replace(/^title: .*$/m, `title: "${EVIL}"`));
    for (const [name, from, ...flags] of [
      ['base.json', 'small.yaml'],
      ['slow.json', 'small.yaml', '--latency', 'back=+40ms'],
      ['luck.json', 'small.yaml', '--seed', '43'],
      ['evil.json', 'evil.yaml', '--rate', '60/s'],
    ] as const)
      expect((await runMain(['run', file(from), ...flags, '--output', file(name)])).code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is written beside what is printed, and says what was asked and what came of it', async () => {
    const page = file('page.html');
    const flags = ['--fail-on', 'worse', '--report', page];
    const { code, stdout } = await compare(file('base.json'), file('slow.json'), ...flags);
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL');
    const text = readFileSync(page, 'utf8');
    expect(text).toMatch(
      /<p class="lead">FAIL \(\d+ of \d+\)\. Of the main figures, \d+ got better and \d+ got worse\./,
    );
    expect(text).toContain('<span class="fail">FAIL</span>');
    expect(text).toMatch(/<td class="worse">worse<\/td>/);
    expect(text).toContain("default-src 'none'");
  });

  it('judges nothing that may be chance, and says of the same bytes that they are', async () => {
    const other = await compare(file('base.json'), file('luck.json'), '--format', 'html');
    expect(other.stdout).toContain('<p class="lead">Nothing is judged: any change may be chance.');
    expect(other.stdout).not.toMatch(/class="(worse|pass)"/);
    const same = await compare(file('base.json'), file('base.json'), '--format', 'html');
    expect(same.stdout).toContain('<p class="lead">Identical: the same bytes.');
  });

  it('shows names as they are written', async () => {
    const { stdout } = await compare(file('base.json'), file('evil.json'), '--format', 'html');
    expect(stdout).not.toContain('<img');
    expect(stdout).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it.skipIf(!hasChromium)(
    'is silent, accessible and no wider than the screen',
    { timeout: 60_000 },
    async () => {
      const browser = await openChromium();
      try {
        const page = file('wide.html');
        const files = [file('base.json'), file('slow.json'), file('evil.json')];
        await compare(...files, '--all', '--output', page);
        for (const [colorScheme, width] of [
          ['light', 1280],
          ['dark', 320],
        ] as const) {
          const opened = await openPage(browser, page, { colorScheme, viewport: { width, height: 900 } });
          expect(await axeViolations(opened.page)).toEqual([]);
          expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
          expect(opened.noise).toEqual([]);
        }
      } finally {
        await browser.close();
      }
    },
  );
});
