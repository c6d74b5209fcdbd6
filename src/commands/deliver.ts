import type { FormatOf } from '../render/formats.js';
import { printable } from '../scenario/printable.js';
import { writeFiles } from './files.js';
import { writeStepSummary } from './github.js';
import type { Io } from './io.js';
import type { Output } from './outputs.js';

/** Makes the text of a format. */
type Render<Format> = (format: Format) => string | Promise<string>;

/**
 * Puts results where they are to go, and into the step summary. Files first: whoever reads standard output may go away in
 * the middle of it.
 */
export async function deliver<Of extends FormatOf<'run'>>(
  outputs: readonly Output<Of>[],
  render: {
    inFile: Render<Of | 'markdown'>;
    onScreen: Render<Of>;
    /** For the page of a job; left out: as in a file. */
    inSummary?: Render<'markdown'>;
  },
  io: Io,
): Promise<void> {
  const files: { file: string; text: string; flag?: '--report' }[] = [];
  for (const { format, file, ...flag } of outputs) {
    if (file !== undefined) files.push({ file, text: await render.inFile(format), ...flag });
  }
  await writeFiles(files);
  await writeStepSummary(() => (render.inSummary ?? render.inFile)('markdown'), io);
  for (const { format, file } of outputs) {
    if (file === undefined) io.stdout.write(await render.onScreen(format));
  }
  if (io.stderr.isTTY && files.length > 0) {
    io.stderr.write(`written: ${files.map(({ file }) => printable(file)).join(', ')}\n`);
  }
}
