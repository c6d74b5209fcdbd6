import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RealProblem } from './problem.js';

/** A fact as it is written down: when (milliseconds from the start of the run), what, and its figures. */
export type Line = [at: number, kind: string, ...rest: (number | string | boolean | null)[]];

/**
 * What one process has done, told before it is done: what leaves the process (answers, acknowledgements, publications)
 * goes out after the lines that stand for it are with the operating system. So it survives `kill -9`, and is at once the
 * facts of the run, the service's ledger and its outbox. It is written once for each turn of the event loop: a write for
 * each line was half of the cost of a step.
 */
export class Journal {
  private readonly file: number;
  private lines = '';
  private after: (() => void)[] = [];
  private isWaiting = false;

  constructor(
    private readonly path: string,
    private readonly onError: (error: unknown) => void,
  ) {
    this.file = openSync(path, 'a');
  }

  write(line: Line): void {
    this.lines += `${JSON.stringify(line)}\n`;
    this.expectFlush();
  }

  /** Does it when all that was written before is safe. */
  then(action: () => void): void {
    this.after.push(action);
    this.expectFlush();
  }

  flush(): void {
    this.isWaiting = false;
    const { lines, after } = this;
    this.lines = '';
    this.after = [];
    try {
      if (lines !== '') writeAll(this.file, lines);
    } catch (error) {
      this.onError(unwritable(this.path, error));
      return;
    }
    try {
      for (const action of after) action();
    } catch (error) {
      this.onError(error);
    }
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private expectFlush(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    setImmediate(() => {
      this.flush();
    });
  }
}

function writeAll(file: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(file, bytes));
}

function unwritable(path: string, error: unknown): RealProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = code === 'ENOSPC' ? 'the disk is full' : code;
  return new RealProblem(
    `what a run does cannot be written to ${dirname(path)}: ${why}; TMPDIR names another folder for it`,
  );
}

/** All whole lines of a journal: a kill may have cut the last one. */
export function readJournal(path: string): Line[] {
  return existsSync(path) ? parseJournal(readFileSync(path, 'utf8')) : [];
}

/** All journals of a folder but one; what one process has told stays in its order. */
export function collect(folder: string, except: string): Line[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('journal-'))
    .map((name) => join(folder, name))
    .filter((path) => path !== except)
    .flatMap((path) => readJournal(path));
}

export function parseJournal(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}
