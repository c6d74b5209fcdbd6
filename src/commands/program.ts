import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import {
  COMPARE_FLAGS,
  type CompareFlags,
  INIT_FLAGS,
  type InitFlags,
  LIST_FLAGS,
  type ListFlags,
  REPORT_FLAGS,
  type ReportFlags,
  RUN_FLAGS,
  type RunFlags,
  SERVE_FLAGS,
  type ServeFlags,
  SHOW_FLAGS,
  type ShowFlags,
  SWEEP_FLAGS,
  type SweepFlags,
  TRACE_FLAGS,
  type TraceFlags,
  VALIDATE_FLAGS,
  type ValidateFlags,
  VERIFY_FLAGS,
  type VerifyFlags,
} from '../flags/commands.js';
import type { Flag, FlagGroups } from '../flags/flag.js';
import { printable } from '../scenario/printable.js';
import { EXIT } from './exit.js';
import { guardRunner } from './github.js';
import type { Io } from './io.js';
import { readVersion } from '../library/version.js';

/** Commands that fewer people look for: `--help` fits one screen because it only names them. */
const RARE = ['report', 'serve', 'verify', 'schema', 'completion'];

const EXAMPLES = `  more: ${RARE.join(', ')} (see help <command>)

Examples:
  coupling-demo run slow-payment
  coupling-demo run --outage payment@20s+10s --rate 120/s --seed 7
  coupling-demo run my-scenario.yaml --expect "event.completed >= 99%"`;

const EXIT_CODES = `
Exit codes: 0 done, 1 a gate failed, 2 wrong usage or an unusable scenario,
3 something real could not be started (--real), 70 internal error,
130 interrupted (143 by SIGTERM).`;

/**
 * The whole command line, in process.
 *
 * @param argv what comes after the program's name
 * @returns the exit code; it throws nothing
 */
export async function main(argv: readonly string[], bareIo: Io): Promise<number> {
  const io = guardRunner(bareIo);
  let exitCode: number = EXIT.done;
  const program = describeProgram(io, (code) => {
    exitCode = code;
  });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(asked(argv, program), { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what it had to say. It calls an asked-for help or version an error, too, with a 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { reportError } = await import('./report-error.js');
    return reportError(error, io);
  }
}

/** Help for a command that there is not would be the help of all; it is a slip, as the command itself would be. */
function asked(argv: readonly string[], { commands }: Command): readonly string[] {
  const [first, name] = argv;
  if (first !== 'help' || name === undefined || name.startsWith('-')) return argv;
  if (name === 'help') return ['help'];
  return commands.some((command) => command.name() === name) ? argv : [name];
}

// Each command is loaded when it is called, so that `--help` costs no more than commander.
function describeProgram(io: Io, exit: (code: number) => void): Command {
  const program = new Command('coupling-demo')
    .usage('<command> [options]')
    .description(
      'Simulates one workflow with synchronous calls and with events under identical\nload and faults, and compares throughput, error propagation and latency.',
    )
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help (also: help <command>)')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({
      // The command `help` stands beside its flag.
      visibleCommands: (command) => command.commands.filter((one) => !RARE.includes(one.name())),
      subcommandTerm: (command) => `${command.name()} ${command.usage().replace('[options]', '').trim()}`,
    })
    .configureOutput({
      writeOut: (text) => {
        io.stdout.write(text);
      },
      writeErr: (text) => {
        io.stderr.write(text);
      },
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => {
        write(sayHow(text));
      },
    })
    .exitOverride()
    .addHelpText('after', EXAMPLES);

  describeRun(program.command('run')).action(async (scenarios: string[], flags: RunFlags) => {
    const { run } = await import('./run.js');
    exit(await run(scenarios, flags, io));
  });
  withFlags(program.command('list'), LIST_FLAGS)
    .summary('list bundled scenarios and the measured winner')
    .description(
      'Lists the bundled scenarios. Winners are measured: every scenario is run (~10 s;\n--fast does without).',
    )
    .action(async (flags: ListFlags) => {
      const { list } = await import('./list.js');
      exit(await list(flags, io));
    });
  withFlags(program.command('show'), SHOW_FLAGS)
    .summary('print a scenario with all defaults, and its graph')
    .description('Prints a scenario with every default written out, and draws its call and event graph.')
    .argument('<scenario>', 'a bundled name, a file, or a saved result')
    .action(async (name: string, flags: ShowFlags) => {
      const { show } = await import('./show.js');
      exit(await show(name, flags, io));
    });
  describeTrace(program.command('trace')).action(async (name: string, flags: TraceFlags) => {
    const { trace } = await import('./trace.js');
    exit(await trace(name, flags, io));
  });
  describeSweep(program.command('sweep')).action(async (name: string, flags: SweepFlags) => {
    const { sweep } = await import('./sweep.js');
    exit(await sweep(name, flags, io));
  });
  withFlags(program.command('compare'), COMPARE_FLAGS)
    .summary('what changed between saved results')
    .description(
      'Compares saved results (run --format json), each with the first: what changed,\nand what of it is more than noise.',
    )
    .argument('<base>', 'a saved result')
    .argument('<new...>', 'one or several to compare with it')
    .action(async (base: string, files: string[], flags: CompareFlags) => {
      const { compare } = await import('./compare.js');
      exit(await compare(base, files, flags, io));
    });
  withFlags(program.command('report'), REPORT_FLAGS)
    .summary('make a page (HTML) of saved results')
    .description(
      'Makes a page with charts of saved results: of run --format json, or of sweep.\nNothing is run; without --output the page goes to standard output.',
    )
    .argument('<saved...>', 'saved results; several scenarios stand on one page')
    .action(async (files: string[], flags: ReportFlags) => {
      const { report } = await import('./report.js');
      exit(await report(files, flags, io));
    });
  withFlags(program.command('serve'), SERVE_FLAGS)
    .summary('lend this machine to run --real --join')
    .description("Starts a scenario's services on this machine for runs that are driven from another.")
    .argument('<scenario>', 'a bundled name or a file')
    .argument('<service...>', 'which of its services run here')
    .action(async (name: string, services: string[], flags: ServeFlags) => {
      const { serve } = await import('./serve.js');
      exit(await serve(name, services, flags, io));
    });
  withFlags(program.command('init'), INIT_FLAGS)
    .summary('write a commented scenario to start from')
    .description('Writes a commented scenario to start from. It runs at once.')
    .argument('[file]', 'file to write', 'scenario.yaml')
    .action(async (file: string, flags: InitFlags) => {
      const { init } = await import('./init.js');
      exit(await init(file, flags, io));
    });
  withFlags(program.command('validate'), VALIDATE_FLAGS)
    .summary('validate without running')
    .description(
      'Validates scenario files without running; exit 2 if one of them cannot be used.\nNotes say what their plans warn of.',
    )
    .argument('<file...>', 'scenario files or folders')
    .action(async (files: string[], flags: ValidateFlags) => {
      const { validate } = await import('./validate.js');
      exit(await validate(files, flags, io));
    });
  withFlags(program.command('verify'), VERIFY_FLAGS)
    .summary('validate the simulator against queueing theory')
    .description('Runs published results on the engine; exit 1 if a check fails.')
    .action(async (flags: VerifyFlags) => {
      const { verify } = await import('./verify.js');
      exit(await verify(flags, io));
    });
  program
    .command('schema')
    .summary('print the JSON Schema of a scenario, or of the output')
    .description(
      'Prints the JSON Schemas of scenarios and of --format json: of run (output), of compare (changes).',
    )
    .argument('[of]', 'scenario, output or changes; all, by name, when left out')
    .action(async (of: string | undefined) => {
      const { schema } = await import('./schema.js');
      exit(schema(of, io));
    });
  program
    .command('completion')
    .summary('print a completion script for your shell')
    .description('Prints a completion script: source <(coupling-demo completion bash), or zsh, or fish.')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => {
      const { completion } = await import('./completion.js');
      exit(await completion(shell, program, io));
    });
  for (const command of program.commands) command.helpOption('-h, --help', 'show help');
  return program;
}

/** Commander's message, safe for a terminal; who names a scenario for a command hears how to run it. */
function sayHow(message: string): string {
  const safe = message.split('\n').map((line) => printable(line));
  const isUnknown = message.startsWith('error: unknown command') && !message.includes('Did you mean');
  if (isUnknown) safe.splice(-1, 0, '(A scenario is run with: coupling-demo run <scenario>)');
  return safe.join('\n');
}

function describeRun(command: Command): Command {
  command
    .summary('run scenarios in every mode and compare')
    .description('Runs scenarios in every mode and prints the comparison.')
    .argument('[scenario...]', 'bundled names, files, folders, saved results (default: slow-payment)');
  return withFlags(command, RUN_FLAGS).addHelpText('after', EXIT_CODES);
}

function describeTrace(command: Command): Command {
  command
    .summary('trace one request (waterfall)')
    .description('Shows one request as a waterfall, in every mode; or finds requests, and lists them.')
    .argument('<scenario>', 'a bundled name, a file, or a saved result');
  return withFlags(command, TRACE_FLAGS);
}

function describeSweep(command: Command): Command {
  command
    .summary('sweep parameters; find the crossover')
    .description('Shows a metric of every mode against a parameter, or two, and the crossover of the modes.')
    .argument('<scenario>', 'a bundled name, a file, or a saved result');
  return withFlags(command, SWEEP_FLAGS);
}

function withFlags(command: Command, groups: FlagGroups): Command {
  for (const [heading, flags] of Object.entries(groups)) {
    command.optionsGroup(heading);
    for (const [name, flag] of Object.entries(flags)) command.addOption(optionOf(name, flag));
  }
  return command;
}

function optionOf(name: string, flag: Flag & { form?: string }): Option {
  const { kind, takes, help, form } = flag;
  const option = new Option(takes === undefined ? `--${name}` : `--${name} ${takes}`, help);
  if (kind === 'switch') return option;
  return option.argParser((text: string, before: unknown) => {
    // Who forgets the value of a flag gives it the next flag.
    if (/^--[a-z]/.test(text)) throw new InvalidArgumentError(`expected ${form ?? takes ?? 'a value'}`);
    return kind === 'list' ? [...(Array.isArray(before) ? (before as string[]) : []), text] : text;
  });
}
