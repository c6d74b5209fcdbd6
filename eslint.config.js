// @ts-check
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The modes, each in its own file: all of src/modes/ but what tells them apart and what runs them. */
const couplings = readdirSync(join(import.meta.dirname, 'src/modes'))
  .map((file) => basename(file, '.ts'))
  .filter((name) => !['registry', 'variants', 'simulate', 'for-real', 'outer-caller'].includes(name));

/** What facts are told of: types, and the only ones of the system that measuring knows. */
const factTypes = ['facts', 'request', 'attempt', 'answer'].map((file) => `system/${file}.ts`);

/** What was measured, and what is known of each figure: for all who compare and show. */
const figures = [
  'measurements',
  'outcomes',
  'figures',
  'shares',
  'requests',
  'read-figure',
  'list-figures',
].map((file) => `measure/${file}.ts`);

/**
 * The house: what each part of src/ may import besides itself. What is not listed is forbidden, so a new arrow is
 * drawn here, on purpose, or not at all. CONTRIBUTING.md says why they point this way.
 *
 * @type {Record<string, string[]>}
 */
const arrows = {
  engine: [],
  workflow: [],
  // A kind of fault is all in its own file: its words are sentences of the verdict, with figures as all others are written.
  faults: [
    'engine',
    'scenario/scenario.ts',
    'scenario/problems.ts',
    'scenario/values.ts',
    'scenario/units.ts',
    'compare/quantities.ts',
  ],
  scenario: ['workflow', 'faults', 'modes/registry.ts', 'paths.ts'],
  // What each flag makes of a scenario.
  flags: ['scenario', 'faults', 'render/formats.ts', 'measure/outcomes.ts'],
  plan: [
    'workflow',
    'faults',
    'scenario/scenario.ts',
    'scenario/columns.ts',
    'scenario/units.ts',
    'scenario/load-in-numbers.ts',
    'engine',
  ],
  // What a plan warns of before it is run.
  hints: [
    'plan',
    'modes/registry.ts',
    'faults/effects.ts',
    'engine',
    'scenario/scenario.ts',
    'scenario/estimate.ts',
    'compare/quantities.ts',
    'compare/words.ts',
  ],
  stats: ['measure/measurements.ts', 'measure/read-figure.ts'],
  runs: [
    'paths.ts',
    'modes',
    'plan/plan.ts',
    'plan/column.ts',
    'measure/measurements.ts',
    'compare/compare.ts',
    'scenario/scenario.ts',
  ],
  sweep: ['runs/run-task.ts', 'modes/registry.ts', 'compare', 'stats', ...figures, 'scenario'],
  system: ['plan', 'faults/effects.ts', 'faults/load-profile.ts', 'engine'],
  // The system's bus, database and table as they are simulated: beside `real`, which has its own.
  simulated: ['system', 'plan', 'faults/effects.ts', 'engine'],
  // What a mode is run in: simulated, or as processes.
  modes: ['measure', 'system', 'simulated', 'plan', 'engine', 'real', 'scenario/scenario.ts', 'paths.ts'],
  // It makes the ordinary system's services processes, and tells what happens as the system does.
  real: ['system', 'plan', 'engine', 'faults/effects.ts', 'modes/registry.ts', 'scenario'],
  measure: [...factTypes, 'plan', 'engine'],
  // As measuring does, it listens; what a request came to is decided there.
  trace: [
    ...factTypes,
    'plan',
    'engine',
    ...['outcomes', 'outcome-of', 'objectives'].map((file) => `measure/${file}.ts`),
  ],
  compare: [
    ...figures,
    'hints/hint.ts',
    'modes/registry.ts',
    'faults',
    'stats',
    'scenario/scenario.ts',
    'scenario/units.ts',
    'scenario/load-in-numbers.ts',
  ],
  // Saved results, and what changed from one to another.
  results: [
    'compare',
    'stats',
    ...figures,
    'hints/hint.ts',
    'scenario/scenario.ts',
    'scenario/problems.ts',
    'scenario/printable.ts',
    'scenario/descriptor.ts',
    'scenario/saved.ts',
    'sweep/result.ts',
  ],
  // What the command line and other programs call: everything but the command line.
  library: [
    ...[
      'compare',
      'flags',
      'hints',
      'modes',
      'plan',
      'render',
      'results',
      'runs',
      'scenario',
      'sweep',
      'trace',
    ],
    ...['paths.ts', 'engine/virtual-clock.ts', ...figures],
  ],
  // It stands on the ordinary house, from the words of a scenario to its figures.
  verify: [
    'scenario',
    'plan/plan.ts',
    'engine/virtual-clock.ts',
    'modes/simulate.ts',
    'measure',
    'compare',
    'render',
  ],
  // Words into scripts of shells: it knows no command line.
  completion: [],
  // What editors and other programs are told of files and of the output.
  schemas: ['paths.ts', 'scenario', 'hints/registry.ts', 'measure/figures.ts', 'results/basis.ts'],
  render: [
    'compare',
    'hints/describe.ts',
    'modes/registry.ts',
    'sweep/result.ts',
    'results',
    'stats/interval.ts',
    ...['trace', 'request-list'].map((file) => `trace/${file}.ts`),
    ...figures,
    'scenario/scenario.ts',
    'scenario/load-in-numbers.ts',
    'workflow/topology.ts',
    'workflow/workflow.ts',
  ],
};

/** @param {string} part */
const sentence = (part) => {
  const allowed = arrows[part] ?? [];
  return `src/${part} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other part'}: see eslint.config.js.`;
};

const zones = [
  ...Object.entries(arrows).map(([part, allowed]) => ({
    target: `./src/${part}`,
    from: './src',
    except: [part, ...allowed].map((path) => `./${path}`),
    message: sentence(part),
  })),
  // Three couplings of one workflow: what they share is the system below them, and only who runs them knows who measures.
  ...couplings.map((mode) => ({
    target: `./src/modes/${mode}.ts`,
    from: './src/modes',
    except: [`./${mode}.ts`],
    message: 'The modes never import each other: what both need belongs in src/system.',
  })),
  {
    target: couplings.map((mode) => `./src/modes/${mode}.ts`),
    from: './src/measure',
    message: 'A mode does not know that it is measured.',
  },
  {
    target: couplings.map((mode) => `./src/modes/${mode}.ts`),
    from: ['./src/simulated', './src/real'],
    message: 'A mode knows only what a real service would know: the ports of src/system/ports.ts.',
  },
  {
    target: './src/commands',
    from: './src/cli.ts',
    message: 'cli.ts is the top of the house: it imports the commands, nobody imports it.',
  },
];

const luck =
  'Draw it by key with src/engine/luck.ts: a shared generator gives other figures in another order of events.';
const time = 'Take the time from the clock of src/engine/clock.ts: a run goes by in virtual time.';
const bits =
  'Only +, -, *, /, Math.sqrt, Math.log and Math.exp give the same bits on every V8, and a seed has to give the same bytes on each.';

const unsteadyMath = [
  ...['pow', 'cbrt', 'hypot', 'expm1', 'log1p', 'log2', 'log10'],
  ...[
    'sin',
    'cos',
    'tan',
    'asin',
    'acos',
    'atan',
    'atan2',
    'sinh',
    'cosh',
    'tanh',
    'asinh',
    'acosh',
    'atanh',
  ],
];
const timers = ['setTimeout', 'setInterval', 'setImmediate'];

const luckAndBits = [
  { object: 'Math', property: 'random', message: luck },
  { object: 'crypto', property: 'getRandomValues', message: luck },
  { object: 'crypto', property: 'randomUUID', message: luck },
  ...unsteadyMath.map((property) => ({ object: 'Math', property, message: bits })),
];

const promises = 'Make it with clock.resolver(): then the clock knows when it is settled.';

const sameEverywhereSyntax = [
  { selector: 'BinaryExpression[operator="**"]', message: bits },
  { selector: 'AssignmentExpression[operator="**="]', message: bits },
  { selector: 'NewExpression[callee.name="Date"]', message: time },
];

/** No luck, no time and no rounding that differ from one run, one machine or one V8 to the next. */
const sameEverywhere = /** @type {const} */ ({
  'no-restricted-properties': [
    'error',
    ...luckAndBits,
    { object: 'Date', property: 'now', message: time },
    { object: 'performance', property: 'now', message: time },
    { object: 'process', property: 'hrtime', message: time },
    ...timers.map((property) => ({ object: 'globalThis', property, message: time })),
  ],
  'no-restricted-globals': ['error', ...timers.map((name) => ({ name, message: time }))],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        ...['timers', 'timers/promises', 'perf_hooks'].flatMap((name) => [
          { name, message: time },
          { name: `node:${name}`, message: time },
        ]),
        ...['crypto', 'node:crypto'].map((name) => ({ name, message: luck })),
      ],
    },
  ],
  'no-restricted-syntax': ['error', ...sameEverywhereSyntax],
});

export default defineConfig(
  globalIgnores(['dist/', 'dist-*/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } }),
      ],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],

      // *The* bug of event code: a promise nobody waits for loses its failure, and its place in the order of events.
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-misused-promises': 'error',

      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `Duration | 'none'` says more than `string`.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // It asks for the `!` that no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
    },
  },
  {
    files: [
      'src/{engine,workflow,faults,plan,hints,system,simulated,modes,measure,trace,stats,compare,results,sweep,verify}/**',
    ],
    rules: sameEverywhere,
  },
  {
    // Virtual time flows as fast as the machine allows, and gives way to signals and output between two moments:
    // how often is a matter of wall time, and changes no figure.
    // Wall time, and what stands on it.
    files: ['src/engine/wall-clock.ts', 'src/real/**'],
    rules: {
      'no-restricted-properties': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
    },
  },
  {
    files: ['src/engine/virtual-clock.ts'],
    rules: { 'no-restricted-properties': ['error', ...luckAndBits], 'no-restricted-globals': 'off' },
  },
  {
    // A promise that the clock does not know of would be settled behind its back: whoever awaits it runs too late.
    files: ['src/{system,simulated,modes}/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...sameEverywhereSyntax,
        { selector: 'NewExpression[callee.name="Promise"]', message: promises },
        {
          selector: 'MemberExpression[object.name="Promise"][property.name="withResolvers"]',
          message: promises,
        },
      ],
    },
  },
  {
    // Published coefficients, as printed.
    files: ['src/engine/normal.ts'],
    rules: { 'no-loss-of-precision': 'off' },
  },
  {
    files: ['src/{measure,trace}/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/system/*'],
              allowTypeImports: true,
              message: 'Measuring listens to facts: it may know their types, and may not move the system.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      // A test may reach for what it has just put there: the failure it would get is the failure it wants.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['test/bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
