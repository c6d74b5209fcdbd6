import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMain } from '../../commands/console.js';
import { axeViolations, hasChromium, openChromium, openPage } from '../../support/browser.js';

describe.skipIf(!hasChromium)('the page in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coupling-page-'));
  const file = join(folder, 'report.html');
  let browser: Browser;

  beforeAll(async () => {
    browser = await openChromium();
    expect((await runMain(['run', 'slow-payment', '--report', file])).code).toBe(0);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it.each(['light', 'dark'] as const)(
    'is silent, fetches nothing and has nothing that axe finds wrong: %s',
    async (colorScheme) => {
      const { page, noise } = await openPage(browser, file, { colorScheme });
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      expect(await axeViolations(page)).toEqual([]);
      expect(noise).toEqual([]);
    },
  );

  it.each([320, 400, 800, 1280])('is as wide as the screen and no wider: %d pixels', async (width) => {
    const { page } = await openPage(browser, file, { viewport: { width, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('says all of it with scripts off', async () => {
    const { page, noise } = await openPage(browser, file, { javaScriptEnabled: false });
    const text = await page.textContent('body');
    expect(text).toContain('Better here: events (goodput 100 % vs 62.5 %).');
    expect(text).toContain('npx coupling-demo run slow-payment --seed 42');
    expect(await page.locator('svg[role=img]').count()).toBeGreaterThanOrEqual(3);
    expect(noise).toEqual([]);
  });

  it('has no text that lies over other text, or beyond its drawing', async () => {
    const { page } = await openPage(browser, file);
    expect(await page.evaluate(OVERLAPS)).toEqual([]);
  });

  it('is smaller than 300 kB', () => {
    expect(statSync(file).size).toBeLessThan(300_000);
  });

  it('steps the services through time where scripts run, and says the worst moment where they do not', async () => {
    const { page, noise } = await openPage(browser, file);
    const moments = page.locator('.controls input');
    const first = page.locator('[data-node="0"] .state').first();
    expect(await moments.isVisible()).toBe(true);
    const worst = await first.textContent();
    await moments.fill('2');
    expect(await page.locator('.controls output').textContent()).toBe('2 s to 3 s');
    expect(await first.textContent()).not.toBe(worst);
    expect(noise).toEqual([]);
    const silent = await openPage(browser, file, { javaScriptEnabled: false });
    expect(await silent.page.locator('.controls').isVisible()).toBe(false);
    expect(await silent.page.textContent('.spread figcaption')).toContain('23 s to 24 s');
  });

  it('of many scenarios links to each, and is smaller than 1.5 MB', async () => {
    const all = join(folder, 'all.html');
    expect((await runMain(['run', '--all', '--output', all])).code).toBe(0);
    expect(statSync(all).size).toBeLessThan(1_500_000);
    const { page, noise } = await openPage(browser, all);
    const links = await page.locator('.overview a').count();
    expect(links).toBe(await page.locator('article').count());
    expect(await page.evaluate(OVERLAPS)).toEqual([]);
    expect(noise).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'of a sweep is silent and has nothing that axe finds wrong: %s',
    async (colorScheme) => {
      const report = join(folder, 'sweep.html');
      const vary = ['--vary', 'load.rate=20/s..60/s/2', '--runs', '2', '--threads', '1'];
      expect((await runMain(['sweep', 'slow-payment', ...vary, '--report', report])).code).toBe(0);
      const { page, noise } = await openPage(browser, report, { colorScheme });
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(OVERLAPS)).toEqual([]);
      expect(noise).toEqual([]);
    },
  );

  it.each(['light', 'dark'] as const)(
    'of one request is silent and has nothing that axe finds wrong: %s',
    async (colorScheme) => {
      const report = join(folder, 'trace.html');
      expect((await runMain(['trace', 'slow-payment', '--report', report])).code).toBe(0);
      const { page, noise } = await openPage(browser, report, { colorScheme });
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(OVERLAPS)).toEqual([]);
      expect(noise).toEqual([]);
    },
  );

  it.each([320, 400, 1280])(
    'of one request is as wide as the screen and no wider: %d pixels',
    async (width) => {
      const report = join(folder, 'trace.html');
      const { page } = await openPage(browser, report, { viewport: { width, height: 900 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    },
  );

  it('draws bars of one request as wide as they were long, on any screen', async () => {
    for (const width of [400, 1280]) {
      const { page } = await openPage(browser, file, { viewport: { width, height: 900 } });
      const [bar, whole] = await page.evaluate<[number, number]>(
        `['.waterfall .blocked', '.waterfall svg'].map((one) => document.querySelector(one).getBoundingClientRect().width)`,
      );
      // It was blocked for 3.1 s of the 4.2 s that the request took.
      expect(bar / whole).toBeGreaterThan(0.65);
      expect(bar / whole).toBeLessThan(0.8);
    }
  });

  it('shows hostile names as they are written', async () => {
    const hostile = join(folder, 'hostile.yaml');
    const name = '<img src=x onerror=alert(1)>';
    writeFileSync(
      hostile,
      JSON.stringify({
        title: `</title></style><script>alert(2)</script>${name}`,
        question: '</svg><svg onload=alert(3)>"\'`${1}',
        services: { [name]: { latency: '10ms' }, '</desc><script>alert(4)</script>': { latency: '10ms' } },
        steps: [
          { service: name, emits: '--><script>alert(5)</script>' },
          { service: '</desc><script>alert(4)</script>', on: '--><script>alert(5)</script>' },
        ],
        load: { rate: '20/s', duration: '2s' },
        faults: [{ kind: 'outage', target: name, at: '500ms', for: '1s' }],
        modes: ['direct', { mode: 'event', name: 'patient' }],
      }),
    );
    const report = join(folder, 'hostile.html');
    expect((await runMain(['run', hostile, '--report', report])).code).toBe(0);
    const { page, noise } = await openPage(browser, report);
    expect(noise).toEqual([]);
    expect(await page.textContent('h1')).toBe(`</title></style><script>alert(2)</script>${name}`);
    expect(await page.locator('img, main script, svg script, header script').count()).toBe(0);
    expect(await page.locator('main').textContent()).toContain(`</svg><svg onload=alert(3)>"'\`\${1}`);
  });
});

/** Names of texts that overlap within a drawing, or that reach out of it. */
const OVERLAPS = `[...document.querySelectorAll('svg')].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '' && text.getClientRects().length > 0);
  const boxes = texts.map((text) => ({ name: text.textContent, box: text.getBoundingClientRect() }));
  const shrink = 2.5;
  const cut = boxes.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 6 || box.top < frame.top - 3 || box.bottom > frame.bottom + 3);
  const over = boxes.flatMap((one, index) => boxes.slice(index + 1).filter(({ box }) =>
    one.box.left + shrink < box.right - shrink && box.left + shrink < one.box.right - shrink &&
    one.box.top + shrink < box.bottom - shrink && box.top + shrink < one.box.bottom - shrink).map((other) => one.name + ' over ' + other.name));
  return [...cut.map(({ name }) => 'cut: ' + name), ...over];
})`;
