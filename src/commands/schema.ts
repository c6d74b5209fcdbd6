import * as z from 'zod';
import { COMPARED, type FigureEntry, type FigureKind, RUN, type Shape } from '../measure/figures.js';
import { HINT_KINDS } from '../hints/registry.js';
import { toJson } from '../render/json.js';
import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { scenarioFile } from '../scenario/schema.js';
import { EXIT } from './exit.js';
import type { Io } from './io.js';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
type JsonSchema = Record<string, unknown>;

const INTERVAL: JsonSchema = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 };

const SCHEMAS: Record<string, () => JsonSchema> = { scenario: scenarioSchema, output: outputSchema };

/**
 * Prints the JSON Schema of the scenario or of the output, or both, by name.
 *
 * @throws {UsageProblem} when there is no such schema
 */
export function schema(name: string | undefined, io: Io): number {
  const printed = name === undefined ? allSchemas() : schemaOf(name);
  io.stdout.write(toJson(printed));
  return EXIT.done;
}

function allSchemas(): JsonSchema {
  return Object.fromEntries(Object.entries(SCHEMAS).map(([name, make]) => [name, make()]));
}

function schemaOf(name: string): JsonSchema {
  const make = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
  if (make !== undefined) return make();
  const names = Object.keys(SCHEMAS);
  const near = nearest(name, names);
  const hint = near === undefined ? `there are ${names.join(' and ')}` : `did you mean \`${near}\`?`;
  throw new UsageProblem('unknown-schema', `there is no schema of \`${printable(name, 80)}\`: ${hint}`);
}

/** Of a file, for editors. How its values go together it cannot say: `validate` does. */
function scenarioSchema(): JsonSchema {
  return { title: 'coupling-demo scenario', ...z.toJSONSchema(scenarioFile, { io: 'input', reused: 'ref' }) };
}

/** Of `--format json`. */
function outputSchema(): JsonSchema {
  const texts: JsonSchema = { type: 'array', items: { type: 'string' } };
  const comparison = object(
    {
      schema: { const: 'coupling-demo/comparison@1' },
      version: { type: 'string' },
      seed: { type: 'integer' },
      scenario: {
        type: 'object',
        description: 'every default written out; a scenario that can be run again',
      },
      hints: {
        type: 'array',
        description: 'what its plan warned of before it was run',
        items: object({
          code: {
            type: 'string',
            description: HINT_KINDS.map(({ code, description }) => `\`${code}\`: ${description}`).join('. '),
          },
          path: { type: 'string', description: 'the field to change' },
          message: { type: 'string', description: 'which figures it comes from, and what to change' },
        }),
      },
      changed: { ...texts, description: 'the flags that made another scenario of it' },
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
            host: { type: 'string' },
            cores: { type: 'integer' },
            node: { type: 'string', description: 'its version' },
            noise: object(
              {
                timerLateness: noiseOf('by how much timers rang late'),
                httpRoundTrip: noiseOf('the real way of calls, there and back'),
                deliveryLatency: noiseOf('the real way of events to their subscribers'),
              },
              ['httpRoundTrip', 'deliveryLatency'],
            ),
            machines: {
              type: 'array',
              description: 'with --join: the other machines',
              items: object({
                host: { type: 'string' },
                cores: { type: 'integer' },
                node: { type: 'string', description: 'its version' },
                services: { type: 'array', items: { type: 'string' } },
                clock: {
                  ...object({ offset: { type: 'number' }, uncertainty: { type: 'number' } }),
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
        items: object(
          {
            text: { type: 'string' },
            measured: {
              type: ['number', 'boolean', 'null'],
              description: 'the left side; null: not measured, or never come to pass',
            },
            asked: { type: ['number', 'null'], description: 'the right side, likewise' },
            held: { type: 'boolean', description: 'PASS or FAIL' },
            note: {
              type: 'string',
              description: '`never`: the left side never came to pass; else why a side was not measured',
            },
          },
          ['note'],
        ),
      },
      better: object({
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
      skippedGates: {
        ...texts,
        description: 'gates of a bundled scenario that flags have changed: they judge it as it stands',
      },
      verdict: texts,
      reproduce: { type: 'string', description: 'the command that repeats the run, where there are gates' },
      runs: {
        ...object({ seeds: { type: 'array', items: { type: 'integer' } }, asked: { type: 'integer' } }, [
          'asked',
        ]),
        description:
          'with several runs: the figures are means over these seeds, of which there should have been so many',
      },
      intervals: {
        ...values(values(INTERVAL)),
        description: 'of the means, 95 %: by mode, by the path of a figure',
      },
      paired: {
        type: 'array',
        items: object({
          figure: { type: 'string' },
          modes: { type: 'array', items: { type: 'string' } },
          difference: { type: 'number', description: "the first mode's minus the second's" },
          interval: INTERVAL,
          significant: { type: 'boolean' },
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
  if ('elements' in shape) return { type: 'array', items: fromShape(shape.elements) };
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

/** Further fields may be added in time: nobody should refuse them. */
function object(properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required };
}

function noiseOf(what: string): JsonSchema {
  return {
    ...object({ p50: { type: 'number' }, p99: { type: 'number' } }),
    description: `${what}, in milliseconds`,
  };
}

function values(schema: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: schema };
}
