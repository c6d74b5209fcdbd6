import { describe, expect, it } from 'vitest';
import { colorLevel, displayInFile, displayOf, isAscii, widthOf } from '../../src/commands/display.js';
import { UsageProblem } from '../../src/scenario/problems.js';
import { type ConsoleOptions, makeConsole, runMain } from './console.js';

function io(options: ConsoleOptions = {}) {
  return makeConsole(options).io;
}

describe('the width', () => {
  it('is what was asked for, or the terminal has, or the shell says, or 80', () => {
    const terminal = { columns: 132 };
    const env = { COLUMNS: '100' };
    expect(widthOf('64', io({ terminal, env }))).toBe(64);
    expect(widthOf(undefined, io({ terminal, env }))).toBe(132);
    expect(widthOf(undefined, io({ env }))).toBe(100);
    expect(widthOf(undefined, io())).toBe(80);
    expect(widthOf(undefined, io({ env: { COLUMNS: 'wide' } }))).toBe(80);
    expect(widthOf(undefined, io({ terminal: { columns: 0 } }))).toBe(80);
    expect(widthOf(undefined, io({ terminal: { columns: 12 } }))).toBe(40);
  });

  it.each(['wide', '-5', '8.5', '39', '1001', '1e2', ''])('%j is none', (asked) => {
    expect(() => widthOf(asked, io())).toThrow(UsageProblem);
  });
});

describe('ASCII only', () => {
  it.each<[string, boolean | undefined, Record<string, string>, boolean]>([
    ['nobody asks for it', undefined, {}, false],
    ['as asked for', true, { LANG: 'en_GB.UTF-8' }, true],
    ['TERM=dumb', undefined, { TERM: 'dumb', LANG: 'en_GB.UTF-8' }, true],
    ['LC_ALL=C', undefined, { LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, true],
    ['LANG=POSIX', undefined, { LANG: 'POSIX' }, true],
    ['LC_ALL comes before LANG', undefined, { LC_ALL: 'C.UTF-8', LANG: 'C' }, false],
    ['an empty LC_ALL says nothing', undefined, { LC_ALL: '', LANG: 'C' }, true],
  ])('%s', (_, asked, env, expected) => {
    expect(isAscii(asked, io({ env }))).toBe(expected);
  });

  it('a file is not a terminal', () => {
    const display = displayOf({}, io({ env: { TERM: 'dumb' } }));
    expect(display.ascii).toBe(true);
    expect(displayInFile(display, {}).ascii).toBe(false);
    expect(displayInFile(display, { ascii: true }).ascii).toBe(true);
  });

  it.each([
    ['run', 'two-services'],
    ['trace', 'two-services'],
    ['show', 'two-services'],
    ['list', '--width', '60'],
  ])('%s keeps to it on a dumb terminal', async (...argv) => {
    const { stdout } = await runMain(argv, { env: { TERM: 'dumb' } });
    // eslint-disable-next-line no-control-regex -- the whole of ASCII
    expect(stdout).toMatch(/^[\u0000-\u007f]+$/);
  });
});

describe('colours', () => {
  const terminal = { columns: 80 };

  it.each<[string, boolean | undefined, ConsoleOptions, number]>([
    ['a terminal has them', undefined, { terminal }, 1],
    ['a pipe has none', undefined, {}, 0],
    ['NO_COLOR', undefined, { terminal, env: { NO_COLOR: '1' } }, 0],
    ['an empty NO_COLOR says nothing', undefined, { terminal, env: { NO_COLOR: '' } }, 1],
    ['TERM=dumb', undefined, { terminal, env: { TERM: 'dumb' } }, 0],
    ['FORCE_COLOR into a pipe', undefined, { env: { FORCE_COLOR: '1' } }, 1],
    ['FORCE_COLOR=0 on a terminal', undefined, { terminal, env: { FORCE_COLOR: '0' } }, 0],
    ['FORCE_COLOR=3', undefined, { env: { FORCE_COLOR: '3' } }, 3],
    ['FORCE_COLOR over NO_COLOR, as in Node', undefined, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, 1],
    ['--color into a pipe', true, { env: { NO_COLOR: '1' } }, 1],
    ['--no-color over FORCE_COLOR', false, { terminal, env: { FORCE_COLOR: '1' } }, 0],
    ['256 colours', undefined, { terminal, env: { TERM: 'xterm-256color' } }, 2],
    ['16 million colours', undefined, { terminal, env: { COLORTERM: 'truecolor' } }, 3],
  ])('%s', (_what, asked, options, level) => {
    expect(colorLevel(asked, io(options))).toBe(level);
  });

  it('never get into a file, unless a flag asks for them', () => {
    const forced = io({ terminal: { columns: 200 }, env: { FORCE_COLOR: '1' } });
    expect(displayInFile(displayOf({}, forced), {})).toMatchObject({ color: 0, width: 80 });
    const flags = { color: true, width: '120' };
    expect(displayInFile(displayOf(flags, forced), flags)).toMatchObject({ color: 1, width: 120 });
  });
});
