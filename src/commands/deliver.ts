import { printable } from '../scenario/printable.js';
import { writeStepSummary } from './github.js';
import type { Io } from './io.js';
import { type Format, type Output, writeFiles } from './outputs.js';

/**
 * Puts results where they are to go, and into the step summary. Files first: whoever reads standard output may go away in
 * the middle of it.
 */
export async function deliver<Of extends Format>(
  outputs: readonly Output<Of>[],
  render: { inFile: (format: Of | 'markdown') => string; onScreen: (format: Of) => string },
  io: Io,
): Promise<void> {
  const files = outputs.flatMap(({ format, file }) => {
    return file === undefined ? [] : [{ file, text: render.inFile(format) }];
  });
  await writeFiles(files);
  await writeStepSummary(() => render.inFile('markdown'), io);
  for (const { format, file } of outputs) {
    if (file === undefined) io.stdout.write(render.onScreen(format));
  }
  if (io.stderr.isTTY && files.length > 0) {
    io.stderr.write(`written: ${files.map(({ file }) => printable(file)).join(', ')}\n`);
  }
}
