import type { Flag, FlagGroups } from '../../src/flags/flag.js';
import {
  COMPARE_FLAGS,
  INIT_FLAGS,
  LIST_FLAGS,
  REPORT_FLAGS,
  RUN_FLAGS,
  SHOW_FLAGS,
  SWEEP_FLAGS,
  TRACE_FLAGS,
  VALIDATE_FLAGS,
} from '../../src/flags/commands.js';
import { COMPARED, type Shape } from '../../src/measure/figures.js';
import { Dice } from './dice.js';
import { DURATIONS, GATES, NUMBERS, RATES, SHARES } from './grammar.js';
import { STRANGE_TEXTS } from './mutate.js';
import type { Subject } from './subjects.js';

/** Short enough for many a second. */
export const TINY = `title: Tiny
services: { front: { latency: 5ms }, back: { latency: 10ms } }
steps:
  - { service: front, emits: Asked }
  - { service: back, on: Asked }
load: { rate: 50/s, arrivals: constant, duration: 500ms, warmup: 0s, drain: 10s }
faults: [{ kind: outage, target: back, at: 100ms, for: 100ms }]
`;

/** The files of a case, by what stands for them. */
export interface Files {
  scenario: string;
  saved: string;
  /** One that may be written. */
  output: string;
}

const COMMANDS: Record<string, FlagGroups> = {
  run: RUN_FLAGS,
  trace: TRACE_FLAGS,
  sweep: SWEEP_FLAGS,
  list: LIST_FLAGS,
  show: SHOW_FLAGS,
  compare: COMPARE_FLAGS,
  report: REPORT_FLAGS,
  init: INIT_FLAGS,
  validate: VALIDATE_FLAGS,
  schema: {},
  completion: {},
  help: {},
};
/** What starts processes, runs everything, or would write anywhere. */
const LEFT_OUT = ['all', 'keep', 'output', 'report', 'runs', 'threads', 'scenario'];
const WHENS = ['', '@0s', '@100ms', '@100ms+100ms', '@+100ms', '@1s+', '@', '@-1s', '@1e9s+1s', '+1s'];
const WORDS = [
  ...['front', 'back', 'bus', 'database', 'load', 'caller', 'frnt', 'front/back', 'back/bus'],
  ...[
    'direct',
    'event',
    'shared-database',
    'direct:breaker',
    'direct:{timeout: 1ms}',
    'direct,event',
    'event:{',
  ],
  ...[
    'table',
    'markdown',
    'json',
    'csv',
    'csv-series',
    'junit',
    'partial',
    'never-completed',
    'late',
    'worse',
    'worse=5%',
    'none',
  ],
  ...[
    'load.rate',
    'calls.timeout',
    'services.back.concurrency',
    'faults[0].for',
    'faults.9.at',
    'two-services',
  ],
];

/** A command line of this seed and number. */
export function commandLine(subject: Subject, seed: number, number: number, files: Files): string[] {
  const dice = new Dice(seed, number);
  switch (subject) {
    case 'flags':
      return anyCommand(dice, files);
    case 'gates':
      return [
        'run',
        files.scenario,
        '--expect',
        gate(dice),
        '--format',
        dice.oneOf(['table', 'json', 'junit']),
      ];
    case 'figures':
      return [
        ...['sweep', files.scenario, '--vary', dice.chance(0.8) ? 'load.rate=10/s,40/s' : vary(dice)],
        ...['--figure', figure(dice), '--runs', '1', '--threads', '1'],
      ];
  }
}

function anyCommand(dice: Dice, files: Files): string[] {
  const command = dice.oneOf(Object.keys(COMMANDS));
  const flags: [string, Flag][] = Object.entries(COMMANDS[command] ?? {})
    .filter(([heading]) => heading !== 'For real:')
    .flatMap(([, table]) => Object.entries(table))
    .filter(([name]) => !LEFT_OUT.includes(name));
  const argv = [command, ...operands(command, dice, files)];
  for (let n = flags.length === 0 ? 0 : dice.below(5); n > 0; n -= 1) {
    const [name, flag] = dice.oneOf(flags);
    argv.push(...flagOf(name, flag, dice));
  }
  if (command === 'sweep' && dice.chance(0.8)) argv.push('--vary', vary(dice));
  // Winners are measured by running all that is bundled.
  if (command === 'list') argv.push('--fast');
  if (command === 'sweep') argv.push('--runs', '1', '--threads', '1');
  if (dice.chance(0.1)) argv.push('--output', files.output);
  if (dice.chance(0.05)) argv.splice(dice.below(argv.length + 1), 0, dice.oneOf(STRANGE_TEXTS));
  return argv;
}

function operands(command: string, dice: Dice, { scenario, saved, output }: Files): string[] {
  const file = dice.chance(0.8)
    ? scenario
    : dice.oneOf([saved, `${saved}#1`, `${saved}#7`, 'nothing', '.', '']);
  switch (command) {
    case 'list':
      return [];
    case 'init':
      return [output];
    case 'compare':
      return [dice.chance(0.9) ? saved : file, dice.chance(0.9) ? saved : file];
    case 'report':
      return [dice.chance(0.9) ? saved : file];
    case 'schema':
      return dice.oneOf([[], ['scenario'], ['output'], ['changes'], ['scenaro']]);
    case 'completion':
      return [dice.oneOf(['bash', 'zsh', 'fish', 'sh', ''])];
    case 'help':
      return [dice.oneOf([...Object.keys(COMMANDS), 'nothing'])];
    default:
      return dice.chance(0.95) ? [file] : [];
  }
}

function flagOf(name: string, { kind, help }: Flag, dice: Dice): string[] {
  if (kind === 'switch') return [`--${name}`];
  const text = valueOf(name, help, dice);
  return dice.chance(0.3) ? [`--${name}=${text}`] : [`--${name}`, text];
}

function valueOf(name: string, help: string, dice: Dice): string {
  if (dice.chance(0.05)) return dice.oneOf(STRANGE_TEXTS);
  if (name === 'expect') return gate(dice);
  if (name === 'figure') return figure(dice);
  if (name === 'vary') return vary(dice);
  const example = /: ([^ ]+)$/.exec(help)?.[1];
  if (example !== undefined && dice.chance(0.7))
    return example.replace('payment', dice.oneOf(['front', 'back']));
  const subject = dice.oneOf([...WORDS, ...WORDS, ...values()]);
  const assigned = dice.chance(0.4) ? `=${dice.oneOf(['+1s', 'x5', 'x', ...values()])}` : '';
  return `${subject}${assigned}${dice.chance(0.4) ? dice.oneOf(WHENS) : ''}`;
}

function values(): string[] {
  return [...DURATIONS, ...RATES, ...SHARES, ...NUMBERS].map(String);
}

function vary(dice: Dice): string {
  const path = dice.oneOf([
    ...WORDS,
    'load.rate',
    'calls.timeout',
    'services.back.concurrency',
    'seed',
    'modes',
    '__proto__.a',
  ]);
  const value = (): string => dice.oneOf([...values(), '5', '20/s', '100ms']);
  const range = dice.chance(0.4)
    ? `${value()}..${value()}/${dice.oneOf(['2', '3', '0', '-1', '1e9', '', 'x'])}`
    : Array.from({ length: 1 + dice.below(3) }, value).join(',');
  return `${path}=${range}`;
}

const FIGURES = pathsIn(COMPARED);

function pathsIn(shape: Shape): string[] {
  if ('kind' in shape || 'word' in shape) return [''];
  const below = (names: readonly string[], one: Shape): string[] =>
    names.flatMap((name) => pathsIn(one).map((path) => (path === '' ? name : `${name}.${path}`)));
  if ('values' in shape) return below(['front', 'back'], shape.values);
  if ('elements' in shape) return below(shape.names ?? ['0'], shape.elements);
  return Object.entries(shape.fields).flatMap(([name, field]) => below([name], field));
}

/** A path to something that is measured, or nearly. */
function figure(dice: Dice): string {
  if (dice.chance(0.1)) return dice.oneOf(STRANGE_TEXTS);
  const path = dice.oneOf([...FIGURES, 'goodput', 'completed', 'lost', 'cascades', 'series']);
  if (dice.chance(0.7)) return path;
  const words = path.split('.');
  const at = dice.below(words.length);
  const broken = dice.oneOf(['', 'x', 'p98', 'constructor', '__proto__', '[0]', '["a b"]', '[-1]', '.', '*']);
  return [...words.slice(0, at), broken, ...words.slice(at + (dice.chance(0.5) ? 1 : 0))].join('.');
}

const TOKENS = [
  ...[
    'direct.',
    'event.',
    'control.',
    'control.event.',
    'shared-database.',
    'evnt.',
    'base.',
    'new.event.',
    '',
  ],
  ...[
    '(',
    ')',
    '+',
    '-',
    '*',
    '/',
    '>=',
    '<=',
    '==',
    '!=',
    '>',
    '<',
    '=>',
    '=',
    '≥',
    '&&',
    '%',
    ',',
    '.',
    '"',
    '[',
    ']',
  ],
  ...['never', '0', '1', '99%', '200ms', '40/s', '1e999', '1e-999', '3 days', '5 %', '--1', '1..2'],
];

/** A comparison, or nearly. */
function gate(dice: Dice): string {
  if (dice.chance(0.3)) return dice.oneOf([...GATES, ...STRANGE_TEXTS]);
  const side = (): string => {
    const one = dice.chance(0.6)
      ? `${dice.oneOf(['direct', 'event', 'control.direct'])}.${figure(dice)}`
      : dice.oneOf(TOKENS);
    return dice.chance(0.3) ? `${one} ${dice.oneOf(['+', '-', '*', '/'])} ${dice.oneOf(TOKENS)}` : one;
  };
  const comparator = dice.oneOf(['>=', '<=', '==', '>', '<', '!=']);
  if (dice.chance(0.4)) {
    const path = dice.oneOf(FIGURES);
    return `event.${path} ${comparator} ${dice.oneOf(['', '2 * ', 'control.', '-', '(1 - 0.5) / '])}direct.${path}`;
  }
  const whole = `${side()} ${comparator} ${side()}`;
  if (dice.chance(0.7)) return whole;
  const tokens = Array.from({ length: 1 + dice.below(12) }, () => dice.oneOf(TOKENS));
  return dice.chance(0.1) ? '('.repeat(5000) + whole : tokens.join(dice.oneOf(['', ' ']));
}
