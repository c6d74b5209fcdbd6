import type { Command, Option } from 'commander';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import type { CommandModel, CompletionModel, FlagModel, Values } from '../completion/model.js';
import { zshCompletion } from '../completion/zsh.js';
import { outcomeWords } from '../measure/outcomes.js';
import { MODES } from '../modes/registry.js';
import { isCommand, formatsOf } from '../render/formats.js';
import { loadScenario } from '../scenario/load.js';
import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { bundledSources, bundledWorkflows } from '../scenario/sources.js';
import { EXIT } from './exit.js';
import type { Io } from './io.js';
import { SCHEMAS } from '../schemas/registry.js';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/**
 * Prints a completion script for a shell: commands, flags, their values where they are known, the names of scenarios and of
 * their services.
 *
 * @param program all of the command line, as commander has it
 * @throws {UsageProblem} when it is no shell that is known
 */
export async function completion(shell: string, program: Command, io: Io): Promise<number> {
  const names = Object.keys(SHELLS);
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell as keyof typeof SHELLS] : undefined;
  if (script === undefined) {
    const near = nearest(shell, names);
    const hint = near === undefined ? `there are ${names.join(', ')}` : `did you mean \`${near}\`?`;
    throw new UsageProblem('unknown-shell', `no completion for \`${printable(shell, 40)}\`: ${hint}`);
  }
  io.stdout.write(script(await modelOf(program)));
  return EXIT.done;
}

async function modelOf(program: Command): Promise<CompletionModel> {
  const sources = await bundledSources();
  const services: Record<string, string[]> = {};
  for (const source of sources) services[source.name] = Object.keys((await loadScenario(source)).services);
  const scenarios = sources.map(({ name }) => name);
  const workflows = await bundledWorkflows();
  const commandNames = program.commands.map((command) => command.name());
  const commands = program.commands.map((command): CommandModel => {
    const flags = command.options.map((option) => flagOf(option, command.name(), scenarios, workflows));
    return {
      name: command.name(),
      help: command.summary(),
      flags: [...flags, { name: '--help', help: 'show help', values: undefined }],
      arguments: command.registeredArguments.map((argument) => argumentOf(argument.name(), scenarios)),
    };
  });
  const help: CommandModel = {
    name: 'help',
    help: 'show help for a command',
    flags: [],
    arguments: [{ kind: 'words', words: commandNames }],
  };
  return { program: program.name(), commands: [...commands, help], services };
}

function argumentOf(name: string, scenarios: readonly string[]): Values {
  switch (name) {
    case 'scenario':
      return { kind: 'scenarios', words: scenarios };
    case 'service':
      return { kind: 'services', isWhole: true };
    case 'shell':
      return { kind: 'words', words: Object.keys(SHELLS) };
    case 'of':
      return { kind: 'words', words: Object.keys(SCHEMAS) };
    default:
      return { kind: 'files' };
  }
}

function flagOf(
  option: Option,
  command: string,
  scenarios: readonly string[],
  workflows: readonly string[],
): FlagModel {
  const name = option.long ?? option.flags;
  const takes = /<.*>/.exec(option.flags)?.[0];
  const help = option.description;
  if (takes === undefined) return { name, help, values: undefined };
  return { name, help, values: valuesOf(name, takes, command, scenarios, workflows) };
}

function valuesOf(
  flag: string,
  takes: string,
  command: string,
  scenarios: readonly string[],
  workflows: readonly string[],
): Values {
  if (flag === '--format' && isCommand(command)) return { kind: 'words', words: formatsOf(command) };
  if (flag === '--modes') return { kind: 'words', words: MODES, isList: true };
  if (flag === '--outcome') return { kind: 'words', words: outcomeWords() };
  if (flag === '--workflow') return { kind: 'scenarios', words: workflows };
  if (flag === '--scenario') return { kind: 'scenarios', words: scenarios };
  if (flag === '--service') return { kind: 'services', isWhole: true };
  if (/^<(?:caller\/)?service/.test(takes)) return { kind: 'services', isWhole: false };
  return /file|folder/.test(takes) ? { kind: 'files' } : { kind: 'any' };
}
