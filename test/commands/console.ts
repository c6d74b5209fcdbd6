import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Interrupt, Io } from '../../src/commands/io.js';
import { main } from '../../src/commands/program.js';
import { HINT_KINDS } from '../../src/hints/registry.js';

export interface ConsoleOptions {
  env?: Record<string, string>;
  /** Of both streams; a pipe when left out. */
  terminal?: { columns: number };
  /** Hints are kept in what is written to standard error. */
  hints?: boolean;
  /** Asked each time the command wants to know. */
  interrupted?: () => Interrupt | undefined;
}

/** A process that can be looked into. */
export function makeConsole({ env = {}, terminal, interrupted = () => undefined }: ConsoleOptions = {}) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY: terminal !== undefined,
    columns: terminal?.columns,
  });
  const io: Io = { stdout: stream('stdout'), stderr: stream('stderr'), env, interrupted };
  return { io, written };
}

/** Runs the whole command line in this process. */
export async function runMain(argv: readonly string[], options: ConsoleOptions = {}) {
  const { io, written } = makeConsole(options);
  const code = await main(argv, io);
  const stderr = options.hints === true ? written.stderr : withoutHints(written.stderr);
  return { code, stdout: written.stdout, stderr };
}

const CODES = HINT_KINDS.map(({ code }) => code).join('|');

/** What is said on standard error beside hints: the scenarios of most tests are as small as can be, and have some. */
export function withoutHints(stderr: string): string {
  return stderr.replace(new RegExp(String.raw`^note: .* \((?:${CODES})\)\n`, 'gm'), '');
}

/** A folder that is gone after the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coupling-demo-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A file in a folder of its own. */
export function makeFile(text: string | Uint8Array, name = 'scenario.yaml'): string {
  const path = join(makeFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** Two seconds of a chain of two services; the second one is out for half a second. */
export const SMALL = `title: Small
question: What is it for?
services:
  front: { latency: 5ms }
  back: { latency: 10ms }
steps:
  - { service: front, emits: Asked }
  - { service: back, on: Asked }
load: { rate: 50/s, arrivals: constant, duration: 2s, warmup: 0s }
faults:
  - { kind: outage, target: back, at: 1s, for: 500ms }
`;

/** Nine references a level: a few hundred bytes that would be a billion nodes. */
export const ALIAS_BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => {
    const before = 'abcdefgh'[index] ?? '';
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
  }),
].join('\n');
