import { type Command, type FormatOf, formatsOf, listFormats } from '../render/formats.js';
import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';

/**
 * @param asked what goes before the format in a message: `--format `
 * @throws {UsageProblem} when it is none of those that the command has
 */
export function readFormat<Of extends Command>(text: string, command: Of, asked = '--format '): FormatOf<Of> {
  const offered = formatsOf(command);
  const format = offered.find((known) => known === text);
  if (format !== undefined) return format;
  const near = nearest(text, offered);
  const hint = near === undefined ? `choose ${listFormats(command)}` : `did you mean \`${near}\`?`;
  throw new UsageProblem('unknown-format', `${asked}${printable(text)}: unsupported format: ${hint}`);
}
