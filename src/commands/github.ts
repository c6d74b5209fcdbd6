import { appendFile } from 'node:fs/promises';
import type { Io } from './io.js';

/** In GitHub Actions: shows Markdown on the page of the job. What goes wrong there is a note and fails nothing. */
export async function writeStepSummary(makeMarkdown: () => string, io: Io): Promise<void> {
  const file = io.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    await appendFile(file, makeMarkdown());
  } catch (error) {
    io.stderr.write(`note: the step summary cannot be written: ${(error as Error).message}\n`);
  }
}

/**
 * In GitHub Actions: an annotation. It goes to standard error, which the runner reads as well: standard output belongs to
 * the results, which may be JSON.
 *
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function annotateError(title: string, message: string, io: Io): void {
  if (io.env.GITHUB_ACTIONS !== 'true') return;
  io.stderr.write(`::error title=${escapeProperty(title)}::${escapeData(message)}\n`);
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
