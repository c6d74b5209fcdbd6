import { Command, CommanderError, Option } from 'commander';
import { printable } from '../scenario/printable.js';
import { EXIT } from './exit.js';
import type {
  InitFlags,
  ListFlags,
  RunFlags,
  ShowFlags,
  SweepFlags,
  TraceFlags,
  VerifyFlags,
} from './flags.js';
import { guardRunner } from './github.js';
import type { Io } from './io.js';
import { readVersion } from './version.js';

const EXAMPLES = `
Examples:
  coupling-demo run slow-payment
  coupling-demo run --outage payment@20s+10s --rate 120/s --seed 7
  coupling-demo run my-scenario.yaml --expect "event.completed >= 99%"`;

const EXIT_CODES = `
Exit codes: 0 done, 1 a gate failed, 2 wrong usage or an unusable scenario,
70 a mistake of coupling-demo itself, 130 interrupted (143 by SIGTERM).`;

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
    else await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what it had to say. It calls an asked-for help or version an error, too, with a 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { report } = await import('./report.js');
    return report(error, io);
  }
}

// Each command is loaded when it is called, so that `--help` costs no more than commander.
function describeProgram(io: Io, exit: (code: number) => void): Command {
  const program = new Command('coupling-demo')
    .usage('<command> [options]')
    .description(
      'Runs one workflow with direct calls and with events, under the same injected\nfailures, and compares them in figures.',
    )
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this; after a command, its own flags')
    .helpCommand(false)
    .configureHelp({
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
  program
    .command('list')
    .summary('the bundled scenarios, and who comes out ahead')
    .description('Lists the bundled scenarios. Who comes out ahead is measured: each is run.')
    .option('--format <format>', 'table or json')
    .option('--width <columns>', "instead of the terminal's")
    .action(async (flags: ListFlags) => {
      const { list } = await import('./list.js');
      exit(await list(flags, io));
    });
  program
    .command('show')
    .summary('a resolved scenario and a picture of its couplings')
    .description('Prints a scenario with every default written out, and draws its couplings.')
    .argument('<scenario>', 'a bundled name or a file')
    .option('--ascii', 'no characters beyond ASCII')
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
  program
    .command('init')
    .summary('write a commented scenario to start from')
    .description('Writes a commented scenario to start from. It runs at once.')
    .argument('[file]', 'where to', 'scenario.yaml')
    .option('--force', 'replace a file that is there already')
    .action(async (file: string, flags: InitFlags) => {
      const { init } = await import('./init.js');
      exit(await init(file, flags, io));
    });
  program
    .command('validate')
    .summary('check scenario files, run nothing')
    .description('Checks scenario files and runs nothing; exit 2 if one of them cannot be used.')
    .argument('<file...>', 'scenario files or folders')
    .action(async (files: string[]) => {
      const { validate } = await import('./validate.js');
      exit(await validate(files, io));
    });
  program
    .command('verify')
    .summary('the engine against published results')
    .description('Runs published results on the engine; exit 1 if a figure falls.')
    .option('--full', 'all parameter sets, and nearer; takes minutes')
    .addOption(repeatable('--case <key>', 'everything of one case: V10'))
    .option('--format <format>', 'table, markdown or json')
    .action(async (flags: VerifyFlags) => {
      const { verify } = await import('./verify.js');
      exit(await verify(flags, io));
    });
  program
    .command('schema')
    .summary('the JSON Schema of a scenario, or of the output')
    .description('Prints the JSON Schemas of the scenario and of the output of --format json.')
    .argument('[of]', 'scenario or output; both, by name, when left out')
    .action(async (of: string | undefined) => {
      const { schema } = await import('./schema.js');
      exit(schema(of, io));
    });
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
    .summary('run scenarios in both modes and compare them')
    .description('Runs scenarios in both modes and prints the comparison.')
    .argument('[scenario...]', 'bundled names, files, folders; without any, the one that teaches most')
    .optionsGroup('Scenarios:')
    .option('--scenario <name...>', 'the same as naming them')
    .option('--all', 'every bundled scenario, and a summary of one line each');
  describeScenarioFlags(command, 'so many seeds from there on: means, intervals, what is only noise')
    .optionsGroup('Results:')
    .addOption(repeatable('--expect <gate>', 'exit 1 unless it holds: "event.completed >= 99%"'));
  return describeResultFlags(command)
    .option('--quiet', 'less')
    .option('--verbose', 'more')
    .addHelpText('after', EXIT_CODES);
}

function describeTrace(command: Command): Command {
  command
    .summary('one request as a waterfall, in every mode')
    .description('Shows one request as a waterfall, in every mode on one time axis.')
    .argument('<scenario>', 'a bundled name or a file')
    .optionsGroup('Which one (left out: the one that shows best how the modes differ):')
    .option('--request <n>', 'the n-th that begins')
    .option('--worst', 'the one that took longest to be done')
    .option('--failed', 'the first that failed its caller; a declined one if none did');
  return describeScenarioFlags(command)
    .optionsGroup('Results:')
    .option('--format <format>', 'table or json')
    .option('--width <columns>', "instead of the terminal's")
    .option('--ascii', 'no characters beyond ASCII')
    .option('--color', 'colours, even into a pipe')
    .option('--no-color', 'no colours');
}

function describeSweep(command: Command): Command {
  command
    .summary('a figure against a parameter, and where the modes cross')
    .description('Shows a figure of every mode against a parameter, or two, and where the modes cross.')
    .argument('<scenario>', 'a bundled name or a file')
    .optionsGroup('What is swept:')
    .addOption(
      repeatable(
        '--vary <path=values>',
        'load.rate=20/s..200/s/10 (from..to/points) or 8,16,32; two at most',
      ),
    )
    .option(
      '--figure <path>',
      "any path of a mode's JSON, or a share such as completed; completionTime.p99 when left out",
    );
  describeScenarioFlags(command, 'so many seeds from there on, at each point; 5 when left out');
  return describeResultFlags(command.optionsGroup('Results:'));
}

/**
 * What changes a scenario.
 *
 * @param runs what `--runs` is for; left out where it is run once
 */
function describeScenarioFlags(command: Command, runs?: string): Command {
  command
    .option('--workflow <name>', "another in place of the scenario's: a bundled one, or a file")
    .option('--modes <list>', 'columns, in this order, the first is the baseline: direct,event')
    .optionsGroup('Failures, on top of the scenario (when: start+length; left out, the whole run):')
    .addOption(repeatable('--outage <service@when>', 'calls are refused: payment@20s+10s'))
    .addOption(repeatable('--hang <service@when>', 'attempts are taken in and stand still'))
    .addOption(repeatable('--crash <service@when>', 'attempts in progress are lost, then an outage'))
    .addOption(repeatable('--latency <service=+time@when>', 'longer service times: payment=+2s@20s+20s'))
    .addOption(repeatable('--errors <service=share@when>', 'a share of attempts fails: inventory=30%'))
    .addOption(repeatable('--slots <service=n@when>', 'only so many slots are left: payment=4'))
    .addOption(repeatable('--poison <service=share@when>', 'a share of requests fails at every attempt'))
    .addOption(repeatable('--decline <service=share@when>', 'a share of requests is refused for good'))
    .addOption(repeatable('--deploy <service@when>', 'its instances restart one by one: payment@20s+20s'))
    .addOption(repeatable('--network <service=loss@when>', 'its link loses a share: payment=5%, or +20ms'))
    .addOption(repeatable('--duplicates <share@when>', 'a share of messages arrives twice: 5%'))
    .addOption(repeatable('--delay <share=+time@when>', 'a share of messages comes later: 5%=+2s'))
    .addOption(repeatable('--reorder <share@when>', 'a share of messages overtakes: 5%'))
    .addOption(repeatable('--ack-loss <share@when>', 'a share of acknowledgements is lost: 5%'))
    .addOption(repeatable('--bus-outage <when>', 'nothing is published or delivered: 20s+10s'))
    .addOption(repeatable('--spike <factor@when>', 'the arrival rate is multiplied: 5x@20s+10s'))
    .option('--no-faults', "without the scenario's own faults")
    .optionsGroup('Load and luck:')
    .option('--rate <rate>', 'arrivals: 80/s')
    .option('--duration <time>', 'requests are begun for this long: 60s')
    .option('--warmup <time>', 'requests begun before this are not counted: 5s')
    .option('--requests <n>', 'no more requests than this')
    .option('--clients <n>', 'a closed loop of so many clients, instead of a rate')
    .option('--seed <n>', 'the luck: the same seed gives the same bytes');
  if (runs !== undefined) {
    command
      .option('--runs <n>', runs)
      .option('--threads <n>', "for many runs, instead of the machine's cores");
  }
  return command
    .optionsGroup('Policies:')
    .option('--timeout <time>', 'of one call, or none')
    .option('--retries <n>', 'tries after the first one')
    .option('--breaker', 'a circuit breaker on every call')
    .option('--max-deliveries <n>', 'deliveries of a message before it is dead-lettered')
    .addOption(repeatable('--concurrency <service=n>', 'slots of a service: payment=8'))
    .addOption(repeatable('--set <path=value>', 'anything else in the scenario, read as YAML'));
}

/** Where results go, and how they are shown. */
function describeResultFlags(command: Command): Command {
  return command
    .addOption(repeatable('--format <format>', 'table, markdown, json, csv or junit'))
    .addOption(repeatable('--output <file>', 'the n-th file gets the n-th format, or the one of its ending'))
    .option('--width <columns>', "instead of the terminal's")
    .option('--ascii', 'no characters beyond ASCII')
    .option('--color', 'colours, even into a pipe')
    .option('--no-color', 'no colours');
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}
