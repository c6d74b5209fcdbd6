import type { Display, RenderOptions } from '../render/options.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { RunFlags } from '../flags/commands.js';
import type { Io } from './io.js';

/** On a narrower screen nothing can be read. */
const NARROWEST = 40;
const WIDEST = 1000;

/** @throws {UsageProblem} when the flags make no sense */
export function displayOf(flags: RunFlags, io: Io): Display {
  return {
    width: widthOf(flags.width, io),
    color: colorLevel(flags.color, io),
    ascii: isAscii(flags.ascii, io),
    verbose: flags.verbose === true,
    quiet: flags.quiet === true,
  };
}

/** No escape code gets into a file, unless one is asked for; and nobody's terminal is as wide as a file. */
export function displayInFile(display: Display, flags: RunFlags): Display {
  return {
    ...display,
    color: flags.color === true ? 1 : 0,
    // What a terminal can show is nothing to a file.
    ascii: flags.ascii === true,
    ...(flags.width === undefined ? { width: 80 } : {}),
  };
}

/**
 * How many columns there are: as told, or the terminal's, or what the shell says, or 80.
 *
 * @throws {UsageProblem} when `asked` is no number of columns
 */
export function widthOf(asked: string | undefined, io: Io): number {
  if (asked !== undefined) {
    const width = /^\d+$/.test(asked) ? Number(asked) : NaN;
    if (width >= NARROWEST && width <= WIDEST) return width;
    const found = printable(asked, 40);
    throw new UsageProblem(
      'bad-flag',
      `--width ${found}: expected a number of columns from ${NARROWEST} to ${WIDEST}`,
    );
  }
  const columns = io.stdout.columns ?? Number(io.env.COLUMNS);
  return columns > 0 ? Math.min(Math.max(columns, NARROWEST), WIDEST) : 80;
}

/** Can nothing beyond ASCII be shown? As told; else a dumb terminal cannot, and one in the locale C either. */
export function isAscii(asked: boolean | undefined, io: Io): boolean {
  const { TERM: terminal, LC_ALL: all, LC_CTYPE: ctype, LANG: lang } = io.env;
  // As POSIX has it: the first of them that says something.
  const locale = [all, ctype, lang].find((value) => value !== undefined && value !== '');
  return asked === true || terminal === 'dumb' || locale === 'C' || locale === 'POSIX';
}

/**
 * The colours on standard output, as chalk counts them. Flags come first, then `FORCE_COLOR` (as in Node itself), then
 * `NO_COLOR` (https://no-color.org), then what the terminal is.
 */
export function colorLevel(asked: boolean | undefined, io: Io): RenderOptions['color'] {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal, COLORTERM: depth } = io.env;
  if (asked === false) return 0;
  if (asked === undefined) {
    if (force === '0' || force === 'false') return 0;
    if (force === undefined && ((no !== undefined && no !== '') || terminal === 'dumb' || !io.stdout.isTTY))
      return 0;
  }
  if (force === '3' || depth === 'truecolor' || depth === '24bit') return 3;
  return force === '2' || terminal?.includes('256') === true ? 2 : 1;
}
