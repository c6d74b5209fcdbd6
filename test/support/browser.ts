import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Debian's browser; tests that need it are left out without it. */
export const hasChromium = existsSync(CHROMIUM);

if (!hasChromium) {
  process.stderr.write('pages are not tried in a browser: apt-get install -y chromium\n');
}

export function openChromium(): Promise<Browser> {
  // As root, and where user namespaces are forbidden, its sandbox cannot be set up.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], timeout: 30_000 });
}

/** A page as it came out of the browser, and what it did that it should not. */
export interface Opened {
  page: Page;
  /** Console messages, dialogs, errors and requests for anything but the file itself. */
  noise: string[];
}

export async function openPage(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const noise: string[] = [];
  const address = `file://${file}`;
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== address) noise.push(`request: ${request.url().slice(0, 200)}`);
  });
  page.on('dialog', (dialog) => {
    noise.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  return { page, noise };
}

/** What axe-core finds wrong for those who cannot see, or have no mouse. */
export async function axeViolations(page: Page): Promise<string[]> {
  // The page's policy runs no script of ours; what the browser's own tools evaluate is not subject to it.
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))',
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
}
