import type { Basis } from '../results/basis.js';
import { GATE, HINT, INTERVAL, object, TEXTS, values } from './forms.js';
import { DRAFT, type JsonSchema } from './json-schema.js';

/** Of `compare --format json`. */
export function changesSchema(): JsonSchema {
  const changes = object(
    {
      schema: {
        const: 'coupling-demo/changes@1',
        description: 'what this is; another number after the @ is another form',
      },
      version: { type: 'string', description: 'of coupling-demo' },
      base: { type: 'string', description: "the name of the base's file" },
      files: {
        type: 'array',
        description: 'each of the others against the base',
        items: { $ref: '#/$defs/file' },
      },
      expectations: {
        type: 'array',
        description: 'with --expect: the gates over both, scenario by scenario, and whether each held',
        items: object({ title: { type: 'string', description: 'of the scenario' }, ...GATE }, ['note']),
      },
      failOn: {
        description: 'with --fail-on: what got worse beyond chance and beyond the margin',
        ...object({
          margin: {
            type: 'number',
            description: 'by how much of its base a figure may get worse, as a share: 0.05 is 5 %',
          },
          worse: {
            type: 'array',
            description: 'the figures that got worse; empty: none, or none that can be judged',
            items: object({
              file: { type: 'string', description: 'the file it is in' },
              title: { type: 'string', description: 'of the scenario' },
              mode: { type: 'string', description: 'the mode' },
              figure: { type: 'string', description: 'its path' },
            }),
          },
        }),
      },
    },
    ['failOn'],
  );
  return {
    $schema: DRAFT,
    title: 'coupling-demo compare --format json',
    description: 'Times in milliseconds, shares from 0 to 1, rates per second.',
    ...changes,
    $defs: { file: FILE, scenario: SCENARIO, mode: MODE, figure: FIGURE, reading: READING },
  };
}

const FILE = object({
  name: { type: 'string', description: 'of the file' },
  identical: { type: 'boolean', description: 'the same bytes as the base' },
  scenarios: {
    type: 'array',
    description: 'the scenarios that both have',
    items: { $ref: '#/$defs/scenario' },
  },
  onlyInBase: { ...TEXTS, description: 'titles of scenarios that only the base has' },
  onlyInNew: { ...TEXTS, description: 'titles of scenarios that only this file has' },
});

const SCENARIO = object({
  title: { type: 'string', description: 'of the scenario' },
  identical: { type: 'boolean', description: 'nothing at all differs' },
  version: sides({ type: 'string' }, 'the versions of coupling-demo that they were saved with'),
  seeds: sides({ type: 'array', items: { type: 'integer' } }, 'the seeds of their runs'),
  scenario: {
    type: 'array',
    description: 'the fields of the resolved scenario that differ',
    items: object(
      {
        path: { type: 'string', description: '`load.rate`, `faults[0].target`' },
        base: { description: 'its value in the base; left out where it is not there' },
        new: { description: 'its value in the new result; left out where it is not there' },
      },
      ['base', 'new'],
    ),
  },
  hints: {
    description: 'what the plan of one warned of, and of the other did not',
    ...object({
      gone: { type: 'array', description: 'warned of in the base only', items: object(HINT) },
      added: { type: 'array', description: 'warned of in the new result only', items: object(HINT) },
    }),
  },
  real: sides({ type: 'boolean' }, 'whether they were measured for real'),
  modes: { ...values({ $ref: '#/$defs/mode' }), description: 'the modes that both have' },
  onlyInBase: { ...TEXTS, description: 'modes that only the base has' },
  onlyInNew: { ...TEXTS, description: 'modes that only the new result has' },
});

const KINDS = {
  exact: 'one run each, of the same scenario with the same seed: no chance is in it',
  'same-seed': 'one run each, of two scenarios with the same seed: the same random numbers',
  paired: 'several runs each, seed by seed',
  unpaired: 'several runs each, with other seeds',
  none: 'whatever differs may be chance: nothing is judged',
} as const satisfies Record<Basis['kind'], string>;

const MODE = object({
  basis: {
    description: 'what the judgements rest on',
    oneOf: [
      basis('exact', {}),
      basis('same-seed', { seed: { type: 'integer', description: 'of both' } }),
      basis('paired', {
        seeds: { type: 'array', items: { type: 'integer' }, description: 'those in common' },
      }),
      basis('unpaired', {
        runs: { ...INTERVAL, description: 'how many runs the base has, and the new result' },
      }),
      basis('none', {
        why: {
          enum: ['other-seeds', 'one-run', 'real', 'interrupted'],
          description: 'why nothing can be judged',
        },
      }),
    ],
  },
  figures: {
    type: 'array',
    description: 'what either side has measured, the figures that count first',
    items: { $ref: '#/$defs/figure' },
  },
});

const FIGURE = object(
  {
    figure: { type: 'string', description: "its path in the mode's JSON, or the short name of a share" },
    label: { type: 'string', description: 'as the tables have it' },
    kind: {
      enum: ['share', 'count', 'ratio', 'time', 'rate'],
      description: 'its unit: shares from 0 to 1, times in milliseconds, rates per second',
    },
    better: { enum: ['lower', 'higher', 'neither'], description: 'which way is better' },
    base: { $ref: '#/$defs/reading', description: 'in the base' },
    new: { $ref: '#/$defs/reading', description: 'in the new result' },
    change: { type: 'number', description: 'new minus base; left out where one side has no number' },
    relative: { type: 'number', description: 'the change as a share of the base; left out where that is 0' },
    interval: { ...INTERVAL, description: 'of the change, 95 %; left out where no chance is in it' },
    p: {
      type: 'number',
      description: 'how likely a change of this size is by chance alone; left out where no chance is in it',
    },
    judgement: {
      enum: ['unchanged', 'better', 'worse', 'changed', 'noise', 'unjudged'],
      description:
        'changed: neither better nor worse; noise: no more than chance; unjudged: it differs, and nobody can tell',
    },
    isGated: { type: 'boolean', description: 'its change can fail --fail-on' },
    isMain: { type: 'boolean', description: 'the tables of `run` show it without being asked for all' },
  },
  ['change', 'relative', 'interval', 'p'],
);

const READING: JsonSchema = {
  description: 'a mean or a single figure; how many runs never had it; null: not measured',
  anyOf: [
    object({ value: { type: 'number', description: 'the figure' } }),
    object({
      never: { type: 'integer', description: 'in how many runs it never came to pass' },
      of: { type: 'integer', description: 'how many runs there are' },
    }),
    { type: 'null' },
  ],
};

function sides(schema: JsonSchema, description: string): JsonSchema {
  return {
    ...object({
      base: { ...schema, description: 'of the base' },
      new: { ...schema, description: 'of the new result' },
    }),
    description,
  };
}

function basis(kind: Basis['kind'], fields: Record<string, JsonSchema>): JsonSchema {
  return object({ kind: { const: kind, description: KINDS[kind] }, ...fields });
}
