import { COMPARED, type FigureEntry, type FigureKind, RUN, type Shape } from '../measure/figures.js';
import { GATE, HINT, INTERVAL, object, TEXTS, values } from './forms.js';
import { DRAFT, type JsonSchema } from './json-schema.js';

const MACHINE: Record<string, JsonSchema> = {
  host: { type: 'string', description: 'the name of the machine' },
  cores: { type: 'integer', description: 'its processor cores' },
  node: { type: 'string', description: 'its version of Node' },
};

/** Of `--format json`. */
export function outputSchema(): JsonSchema {
  const comparison = object(
    {
      schema: {
        const: 'coupling-demo/comparison@1',
        description: 'what this is; another number after the @ is another form',
      },
      version: { type: 'string', description: 'of coupling-demo' },
      seed: { type: 'integer', description: 'the random seed; of several runs the first' },
      scenario: {
        type: 'object',
        description: 'every default written out; a scenario that can be run again',
      },
      hints: {
        type: 'array',
        description: 'what its plan warned of before it was run',
        items: object(HINT),
      },
      changed: { ...TEXTS, description: 'the flags that made another scenario of it' },
      modes: {
        ...values({ $ref: '#/$defs/measurements' }),
        description: 'the modes that ran, the baseline first',
      },
      control: {
        ...values({ $ref: '#/$defs/run' }),
        description: 'the same without the faults, if there are any',
      },
      real: {
        ...object(
          {
            ...MACHINE,
            noise: {
              description: 'what the machine adds to every time, measured before the run',
              ...object(
                {
                  timerLateness: noiseOf('by how much timers rang late'),
                  httpRoundTrip: noiseOf('the real way of calls, there and back'),
                  deliveryLatency: noiseOf('the real way of events to their subscribers'),
                },
                ['httpRoundTrip', 'deliveryLatency'],
              ),
            },
            machines: {
              type: 'array',
              description: 'with --join: the other machines',
              items: object({
                ...MACHINE,
                services: { ...TEXTS, description: 'the services that ran there' },
                clock: {
                  ...object({
                    offset: { type: 'number', description: 'how much later it is there, in milliseconds' },
                    uncertainty: { type: 'number', description: 'how wrong that may be, in milliseconds' },
                  }),
                  description: 'its offset from ours, and how wrong that may be; milliseconds',
                },
              }),
            },
          },
          ['machines'],
        ),
        description: 'with --real: what it was measured on',
      },
      simulated: {
        ...values({ $ref: '#/$defs/measurements' }),
        description: 'with --beside: the same scenario simulated',
      },
      expectations: {
        type: 'array',
        description: 'the gates, and whether each held',
        items: object(GATE, ['note']),
      },
      better: {
        description: 'which mode did better, and what decided it',
        ...object({
          mode: { type: 'string', description: 'the mode that did better, or `none`' },
          by: {
            enum: ['goodput', 'integrity', 'time', 'simplicity', null],
            description: 'what decided; null: nothing did',
          },
          figure: {
            type: ['string', 'null'],
            description: 'what the values are: a path, or how they are made',
          },
          values: {
            ...values({ type: ['number', 'null'] }),
            description: 'of the modes that it told apart; null: a time that never came',
          },
        }),
      },
      skippedGates: {
        ...TEXTS,
        description: 'gates of a bundled scenario that flags have changed: they judge it as it stands',
      },
      verdict: { ...TEXTS, description: 'what it comes to, a sentence each' },
      reproduce: { type: 'string', description: 'the command that repeats the run, where there are gates' },
      runs: {
        ...object(
          {
            seeds: {
              type: 'array',
              items: { type: 'integer' },
              description: 'of the runs that are in the means',
            },
            asked: {
              type: 'integer',
              description: 'how many runs there should have been, where an interrupt kept some',
            },
          },
          ['asked'],
        ),
        description:
          'with several runs: the figures are means over these seeds, of which there should have been so many',
      },
      intervals: {
        ...values(values(INTERVAL)),
        description: 'of the means, 95 %: by mode, by the path of a figure',
      },
      paired: {
        type: 'array',
        description: 'with several runs: differences between modes, seed by seed',
        items: object({
          figure: { type: 'string', description: 'its path' },
          modes: { ...TEXTS, description: 'the two that are compared' },
          difference: { type: 'number', description: "the first mode's minus the second's" },
          interval: { ...INTERVAL, description: 'of the difference, 95 %' },
          significant: { type: 'boolean', description: 'the interval does not hold zero' },
        }),
      },
      samples: {
        ...values(values({ type: 'array', items: { type: ['number', 'null'] } })),
        description:
          'what each run had, in the order of the seeds: by mode, by the path of a figure; null: not measured, or never',
      },
    },
    [
      ...['changed', 'control', 'real', 'simulated', 'skippedGates', 'reproduce'],
      ...['runs', 'intervals', 'paired', 'samples'],
    ],
  );
  return {
    $schema: DRAFT,
    title: 'coupling-demo run --format json',
    description: 'Times in milliseconds, shares from 0 to 1, rates per second.',
    anyOf: [{ $ref: '#/$defs/comparison' }, { type: 'array', items: { $ref: '#/$defs/comparison' } }],
    $defs: { comparison, measurements: fromShape(COMPARED), run: fromShape(RUN) },
  };
}

function fromShape(shape: Shape): JsonSchema {
  if ('kind' in shape) return fromFigure(shape);
  if ('word' in shape) return { type: 'string', description: shape.word };
  return {
    ...containerOf(shape),
    ...(shape.description === undefined ? {} : { description: shape.description }),
  };
}

function containerOf(shape: Exclude<Shape, { kind: unknown } | { word: unknown }>): JsonSchema {
  if ('values' in shape) return values(fromShape(shape.values));
  if ('elements' in shape) {
    const items = fromShape(shape.elements);
    const { description } = items;
    return { type: 'array', items, ...(description === undefined ? {} : { description }) };
  }
  const isTimes = 'p99' in shape.fields && 'count' in shape.fields;
  const fields = Object.entries(shape.fields).map(([name, field]) => {
    const nothing = isTimes && name !== 'count' ? { nullMeans: 'there is nothing to measure' } : {};
    return [name, fromShape({ ...field, ...nothing })] as const;
  });
  return object(Object.fromEntries(fields), shape.optional === true ? Object.keys(shape.fields) : []);
}

const UNITS: Partial<Record<FigureKind, string>> = {
  time: ', in milliseconds',
  rate: ', per second',
  share: ', as a share from 0 to 1',
};

function fromFigure({ kind, description, nullMeans }: FigureEntry): JsonSchema {
  const inUnits = `${description}${UNITS[kind] ?? ''}`;
  return nullMeans === undefined
    ? { type: 'number', description: inUnits }
    : { type: ['number', 'null'], description: `${inUnits}; null: ${nullMeans}` };
}

function noiseOf(what: string): JsonSchema {
  return {
    ...object({
      p50: { type: 'number', description: 'the median, in milliseconds' },
      p99: { type: 'number', description: 'the 99th percentile, in milliseconds' },
    }),
    description: `${what}, in milliseconds`,
  };
}
