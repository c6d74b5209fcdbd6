import { appendFile } from 'node:fs/promises';
import { printable } from '../scenario/printable.js';
import type { Io, Stream } from './io.js';

/** In GitHub Actions: shows Markdown on the page of the job. What goes wrong there is a note and fails nothing. */
export async function writeStepSummary(makeMarkdown: () => string | Promise<string>, io: Io): Promise<void> {
  const file = io.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    await appendFile(file, await makeMarkdown());
  } catch (error) {
    io.stderr.write(`note: the step summary cannot be written: ${printable((error as Error).message)}\n`);
  }
}

/**
 * In GitHub Actions: an annotation. It goes to standard error, which the runner reads as well: standard output belongs to
 * the results, which may be JSON.
 *
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function annotateError(title: string, message: string, io: Io): void {
  io.runner?.write(`::error title=${escapeProperty(title)}::${escapeData(message)}\n`);
}

/**
 * The runner of GitHub Actions obeys every line that begins with `::` and every `##[…]` anywhere in one, whoever wrote it.
 * Here a text of somebody's scenario is none of these any more, and as long as it was; only `annotateError` still is heard.
 */
export function guardRunner(io: Io): Io {
  if (io.env.GITHUB_ACTIONS !== 'true' || io.runner !== undefined) return io;
  return { ...io, stdout: guarded(io.stdout), stderr: guarded(io.stderr), runner: io.stderr };
}

function guarded(stream: Stream): Stream {
  return {
    ...stream,
    write: (text) => {
      stream.write(withoutCommands(text));
    },
  };
}

function withoutCommands(text: string): string {
  return withoutMarks(text).replace(/^(\s*:):/gm, '$1.');
}

function withoutMarks(text: string): string {
  return text.replaceAll('##[', '#.[');
}

function escapeData(text: string): string {
  return withoutMarks(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
