import { extname } from 'node:path';
import { type Command, FORMATS, type FormatOf, formatsOf } from '../render/formats.js';
import { readFormat } from '../library/read-format.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';

/** One of the things that a run leaves behind. */
export interface Output<Of extends FormatOf<'run'> = FormatOf<'run'>> {
  format: Of;
  /** Left out: standard output. */
  file?: string;
  /** The flag that names the file, where it is another than `--output`. */
  flag?: '--report';
}

/**
 * The n-th file gets the n-th format, or the one of its ending. Formats without a file go to standard output (a file `-` is
 * that, too), and so does the table when nothing else was asked for, or the page of `report`.
 *
 * @throws {UsageProblem} for a format that there is not, and for a file whose format nobody can know
 */
export function planOutputs<Of extends 'run' | 'sweep' | 'trace' | 'compare' | 'report'>(
  command: Of,
  formats: readonly string[] = [],
  files: readonly string[] = [],
): Output<FormatOf<Of>>[] {
  const known = formats.map((format) => readFormat(format, command));
  const usual = readFormat(command === 'report' ? 'html' : 'table', command);
  const toFiles = files.map((file, index): Output<FormatOf<Of>> => {
    if (file === '-') return { format: known[index] ?? usual };
    return { file, format: known[index] ?? formatOfEnding(file, command) };
  });
  const toStandardOutput = known.slice(files.length).map((format): Output<FormatOf<Of>> => ({ format }));
  const outputs = [...toFiles, ...toStandardOutput];
  return outputs.length > 0 ? outputs : [{ format: usual }];
}

/**
 * The page that `--report` asks for, beside all else: it is written to a file, for what is beside it is printed.
 *
 * @throws {UsageProblem} for `-`
 */
export function reportTo(file: string | undefined): Output<'html'>[] {
  if (file === '-') {
    throw new UsageProblem('bad-flag', '--report -: expected a file; --format html prints the page');
  }
  return file === undefined ? [] : [{ format: 'html', file, flag: '--report' }];
}

function formatOfEnding<Of extends Command>(file: string, command: Of): FormatOf<Of> {
  const offered = formatsOf(command);
  const name = file.toLowerCase();
  const [format] = offered
    .filter((known) => name.endsWith(FORMATS[known].ending))
    .sort((one, other) => FORMATS[other].ending.length - FORMATS[one].ending.length);
  if (format !== undefined && extname(name) !== '') return format;
  const ending = extname(name);
  const shown = ending === '' ? 'a name without an extension' : `\`${printable(ending)}\``;
  throw new UsageProblem(
    'unknown-format',
    `--output ${printable(file)}: cannot infer the format from ${shown}; use --format`,
  );
}
