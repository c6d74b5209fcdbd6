import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openerOf } from '../../src/commands/desktop.js';
import type { Io } from '../../src/commands/io.js';
import { main } from '../../src/commands/program.js';
import { makeConsole, makeFile, makeFolder, SMALL } from './console.js';

/** Runs a small scenario with `--open`; the desktop notes what it is to open. */
async function runAndOpen(options: Parameters<typeof makeConsole>[0], ...argv: string[]) {
  const { io, written } = makeConsole(options);
  const opened: string[] = [];
  const open: NonNullable<Io['open']> = (address) => {
    opened.push(address);
    return Promise.resolve(true);
  };
  const code = await main(['run', makeFile(SMALL), '--open', ...argv], { ...io, open });
  return { code, opened, stderr: written.stderr };
}

const TERMINAL = { terminal: { columns: 80 } };

describe('--open', () => {
  it('opens the page that was written, by its address', async () => {
    const file = join(makeFolder(), 'a page.html');
    const { code, opened, stderr } = await runAndOpen(TERMINAL, '--report', file);
    expect({ code, opened }).toEqual({ code: 0, opened: [`file://${file.replace(' ', '%20')}`] });
    expect(stderr).toContain(`opened: ${file}\n`);
    expect(existsSync(file)).toBe(true);
  });

  it.each([
    ['in CI', { ...TERMINAL, env: { CI: 'true' } }],
    ['where nobody reads what is printed', {}],
  ])('opens nothing %s, and says so', async (_, options) => {
    const { code, opened, stderr } = await runAndOpen(options, '--report', join(makeFolder(), 'page.html'));
    expect({ code, opened }).toEqual({ code: 0, opened: [] });
    expect(stderr).toContain('note: --open: not opened: nobody is there (CI, or no terminal)\n');
  });

  it('says that there is no desktop', async () => {
    const { io, written } = makeConsole(TERMINAL);
    const argv = ['run', makeFile(SMALL), '--open', '--report', join(makeFolder(), 'page.html')];
    expect(await main(argv, io)).toBe(0);
    expect(written.stderr).toContain('note: --open: not opened: there is no desktop\n');
  });

  it('is refused before anything is run where no page is written', async () => {
    const { code, stderr } = await runAndOpen(TERMINAL);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --open: opens a page: name its file, as in --output page\.html\n$/);
  });

  it('is what the system has for it, and nothing on a Linux without a display or within Windows', () => {
    const no = (): boolean => false;
    expect(openerOf('darwin', {}, no)).toEqual(['open']);
    expect(openerOf('win32', {}, no)).toEqual(['rundll32', 'url.dll,FileProtocolHandler']);
    expect(openerOf('linux', { DISPLAY: ':0' }, no)).toEqual(['xdg-open']);
    expect(openerOf('linux', { WAYLAND_DISPLAY: 'wayland-0' }, no)).toEqual(['xdg-open']);
    expect(openerOf('linux', { DISPLAY: '' }, no)).toBeUndefined();
    expect(openerOf('linux', { DISPLAY: ':0' }, () => true)).toBeUndefined();
  });
});
