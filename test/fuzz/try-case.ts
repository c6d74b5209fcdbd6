import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from '../../src/commands/io.js';
import { main } from '../../src/commands/program.js';
import { formatsOf } from '../../src/render/formats.js';
import { commandLine, type Files, TINY } from './command-lines.js';
import { Dice } from './dice.js';
import { mutatedScenario } from './mutate.js';
import type { Subject } from './subjects.js';

/** Milliseconds of the processor's time after which a run is asked to end. */
const PATIENCE = 1000;
const INTERRUPTED = 130;

export interface Tried {
  /** Of each command, in order: `validate 0`, `run 130`. */
  ended: string[];
  /** What is wrong, if anything is. */
  wrong: string[];
}

/**
 * Validates, shows, runs and traces one mutated scenario, in this process.
 *
 * @param begin called before each of the commands
 */
export async function tryCase(
  seed: number,
  number: number,
  folder: string,
  begin: () => void = () => undefined,
): Promise<Tried> {
  const file = join(folder, `${seed}-${number}.yaml`);
  writeFileSync(file, mutatedScenario(seed, number));
  const dice = new Dice(seed, -number);
  const tried: Tried = { ended: [], wrong: [] };
  const call = (argv: string[]) => {
    begin();
    return tryCommand(argv, tried);
  };
  const { code: valid, stderr } = await call(['validate', file]);
  if (valid === 2 && !/:\d+:\d+: /.test(stderr)) tried.wrong.push(`validate gives no place: ${stderr}`);
  const format = dice.oneOf(formatsOf('run'));
  const ran = await call(['run', file, '--format', format]);
  // A gate is read by `run` alone.
  if (valid === 2 && ran.code !== 2) tried.wrong.push('run takes what validate refuses');
  if (format === 'json' && ran.stdout !== '') JSON.parse(ran.stdout);
  if (valid !== 0 || ran.code === INTERRUPTED) return tried;
  const shown = await call(['show', file]);
  const copy = join(folder, `${seed}-${number}-shown.yaml`);
  writeFileSync(copy, shown.stdout);
  const again = await call(['show', copy]);
  if (again.stdout !== shown.stdout)
    tried.wrong.push(`show of what it shows is another: ${copy} ${again.stderr}`);
  await call(['trace', file, ...dice.oneOf([[], ['--failed'], ['--worst'], ['--request', '3']])]);
  return tried;
}

/**
 * Tries one command line, in this process. Whatever it says, it may not write to a terminal what acts on one.
 *
 * @param begin called before it
 */
export async function tryCommandLine(
  subject: Subject,
  seed: number,
  number: number,
  folder: string,
  begin: () => void = () => undefined,
): Promise<Tried> {
  const files = await filesIn(folder);
  rmSync(files.output, { force: true });
  const argv = commandLine(subject, seed, number, files);
  const tried: Tried = { ended: [], wrong: [] };
  begin();
  const { code, stdout, stderr } = await tryCommand(argv, tried);
  const hasColor = argv.includes('--color');
  // eslint-disable-next-line no-control-regex -- our own colours are no attack
  const plain = hasColor ? (stdout + stderr).replace(/\u001b\[[\d;]*m/g, '') : stdout + stderr;
  if (/[^\P{Cc}\n]/u.test(plain)) tried.wrong.push('it prints a control character');
  // A message for each file that is validated.
  const messages = (stderr.match(/^error: /gm) ?? []).length;
  if (code === 2 && messages !== 1 && (argv[0] !== 'validate' || messages === 0)) {
    tried.wrong.push(`not one message: ${stderr}`);
  }
  if (tried.wrong.length > 0) tried.wrong.push(JSON.stringify(argv).slice(0, 2000));
  return tried;
}

/** What command lines name, made when it is first needed. */
async function filesIn(folder: string): Promise<Files> {
  const files = {
    scenario: join(folder, 'tiny.yaml'),
    saved: join(folder, 'saved.json'),
    output: join(folder, 'output.json'),
  };
  if (!existsSync(files.scenario)) writeFileSync(files.scenario, TINY);
  if (!existsSync(files.saved)) {
    const none = { ended: [], wrong: [] };
    writeFileSync(files.saved, (await tryCommand(['run', files.scenario, '--format', 'json'], none)).stdout);
  }
  return files;
}

async function tryCommand(argv: string[], { ended, wrong }: Tried) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY: false,
  });
  const begin = cpuTime();
  const io: Io = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env: {},
    interrupted: () => (cpuTime() - begin > PATIENCE ? 'SIGINT' : undefined),
  };
  const command = /^[a-z]+$/.test(argv[0] ?? '') ? (argv[0] ?? '') : 'other';
  const code = await main(argv, io);
  ended.push(`${command} ${code}`);
  if (![0, 1, 2, INTERRUPTED].includes(code)) wrong.push(`${command} exits ${code}: ${written.stderr}`);
  if (/^ {4}at /m.test(written.stdout + written.stderr)) wrong.push(`${command} prints a stack trace`);
  return { code, ...written };
}

/** Milliseconds that this process has kept a processor busy: on a machine that others use, time that passes says little. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
