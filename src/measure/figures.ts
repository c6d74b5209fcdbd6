import type {
  Endings,
  Failures,
  Measurements,
  RunMeasurements,
  ServiceMeasurements,
  Times,
} from './measurements.js';
import {
  type Better,
  type Ending,
  ENDINGS,
  namesOf,
  OUTCOMES,
  type Told,
  RESPONSES,
  type Side,
} from './outcomes.js';

/**
 * Every figure of a mode, once: what kind of number it is, which way it is better, what it is called and what it says.
 * Tables, gates, sweeps, CSV and the JSON Schema of the output read it here. The compiler refuses a measured field that has
 * no entry.
 */

/** Times are in milliseconds, rates per second, shares from 0 to 1; a ratio is any other number that is no count. */
export type FigureKind = 'share' | 'count' | 'ratio' | 'time' | 'rate';

export interface FigureEntry {
  kind: FigureKind;
  better: Better;
  /** For the JSON Schema, without its unit, which the kind says. */
  description: string;
  /** In the tables: as it is, and for a narrow screen. */
  label?: string;
  short?: string;
  /** Which way the tables mark it as better, where that is not `better`: on a sweep it is neither. */
  marks?: 'lower' | 'higher';
  /** There is no such figure without a control run. */
  needsControl?: true;
  /** The figure may be `null`, which means this. */
  nullMeans?: string;
  /** `null` means that it never came to pass: a time later than every other. */
  nullIsNever?: true;
}

/** The entry of a figure that is never `null`. */
type Always = FigureEntry & { nullMeans?: never };

/** A word, not a number. */
interface Word {
  word: string;
}

/** Figures under one name. The labels go before those of the figures in it. */
interface Group<Fields> {
  fields: Fields;
  description?: string;
  label?: string;
  short?: string;
  /** Its figures go by time, and are no figures of the whole run. */
  overTime?: true;
}

/** Figures by a name that the scenario gives. */
interface Named<Value> {
  values: Value;
  description?: string;
}

/** A list; its elements may go by names that are known before the run. */
interface List<Element> {
  elements: Element;
  names?: readonly string[];
  description?: string;
}

/** What a run measures, as a tree. */
export type Shape = FigureEntry | Word | Group<Record<string, Shape>> | Named<Shape> | List<Shape>;

/** A shape that leaves no field of `T` out. */
type ShapeOf<T> = [T] extends [string]
  ? Word
  : [T] extends [number]
    ? Always
    : [T] extends [number | null]
      ? FigureEntry & { nullMeans: string }
      : T extends readonly (infer Element)[]
        ? List<ShapeOf<Element>>
        : string extends keyof T
          ? Named<ShapeOf<T[keyof T]>>
          : Group<{ [Field in keyof T]-?: ShapeOf<T[Field]> }>;

/** The words of the path to a figure, in a mode's JSON. */
export type FigureWords<T = Measurements> = {
  [Field in keyof T & string]: WordsTo<Field, T[Field]>;
}[keyof T & string];

type WordsTo<Field extends string, T> = [T] extends [number | null]
  ? [Field]
  : [T] extends [string]
    ? never
    : T extends readonly (infer Element)[]
      ? Element extends object
        ? [Field, string, ...FigureWords<Element>]
        : never
      : string extends keyof T
        ? [Field, string, ...FigureWords<T[string & keyof T]>]
        : [Field, ...FigureWords<T>];

/** The entry at a path, and the labels of the group that it stands in. */
export function findEntry(
  shape: Shape,
  words: readonly string[],
  group: { label?: string; short?: string } = {},
): { entry: FigureEntry; group: { label?: string; short?: string } } {
  if ('kind' in shape) return { entry: shape, group };
  const [word = '', ...more] = words;
  if ('values' in shape) return findEntry(shape.values, more);
  if ('elements' in shape) return findEntry(shape.elements, more);
  if ('word' in shape || shape.fields[word] === undefined)
    throw new RangeError(`no figure is called ${words.join('.')}`);
  return findEntry(shape.fields[word], more, shape);
}

/** @param of what these are times of */
function timesFields(of: string): ShapeOf<Times>['fields'] {
  const time = (description: string) =>
    ({ kind: 'time', better: 'lower', description: `${description} of ${of}` }) as const;
  return {
    count: { kind: 'count', better: 'neither', description: `how many values there are of ${of}` },
    mean: time('the mean'),
    sd: time('the standard deviation'),
    p50: { ...time('the median'), label: 'half within (p50)', short: 'p50' },
    p95: { ...time('the 95th percentile'), label: '95 % within (p95)', short: 'p95' },
    p99: { ...time('the 99th percentile'), label: '99 % within (p99)', short: 'p99' },
    max: { ...time('the maximum'), label: 'the last one (max)', short: 'max' },
  };
}

function times(description: string, label?: string, short?: string): ShapeOf<Times> {
  return {
    description,
    ...(label === undefined ? {} : { label }),
    ...(short === undefined ? {} : { short }),
    fields: timesFields(description),
  };
}

/** The endings on one side; each is as good as what it comes to there. */
function endings(side: Side): ShapeOf<Endings> {
  const entries = namesOf(ENDINGS).map((ending): [Ending, Always] => {
    const { description, [side]: outcome } = ENDINGS[ending];
    return [ending, { kind: 'count', better: OUTCOMES[outcome].better, description }];
  });
  return {
    description: side === 'accepted' ? 'requests told yes' : 'requests told no, or nothing in time',
    fields: Object.fromEntries(entries) as Record<Ending, Always>,
  };
}

function responses(): Record<Told, Always> {
  const entries = namesOf(RESPONSES).map((response): [Told, Always] => {
    const { better, description } = RESPONSES[response];
    return [response, { kind: 'count', better, description }];
  });
  return Object.fromEntries(entries) as Record<Told, Always>;
}

const RATES: ShapeOf<Record<'offered' | 'accepted' | 'completed', number>>['fields'] = {
  offered: {
    kind: 'rate',
    better: 'neither',
    marks: 'higher',
    label: 'offered per second',
    description: 'requests begun',
  },
  accepted: {
    kind: 'rate',
    better: 'higher',
    label: 'accepted per second',
    description: 'callers told yes',
  },
  completed: {
    kind: 'rate',
    better: 'higher',
    label: 'completed per second',
    description: 'requests completed',
  },
};

const FAILURES: ShapeOf<Failures> = {
  description: 'attempts that failed, as their caller or their subscription saw it',
  fields: {
    injected: {
      kind: 'count',
      better: 'lower',
      label: 'failed by itself (injected)',
      short: 'injected',
      description: 'failed by a fault of the service itself',
    },
    inherited: {
      kind: 'count',
      better: 'lower',
      label: 'failed because of others (inherited)',
      short: 'inherited',
      description: 'failed because a service that it called had failed',
    },
    overload: {
      kind: 'count',
      better: 'lower',
      label: 'turned away (overload)',
      short: 'overload',
      description: 'turned away by a full queue',
    },
    timeout: {
      kind: 'count',
      better: 'lower',
      label: 'timed out',
      short: 'timeout',
      description: 'not answered, or not acknowledged, in time',
    },
    breaker: {
      kind: 'count',
      better: 'lower',
      label: 'refused by a breaker',
      short: 'breaker',
      description: "refused by the caller's circuit breaker, and never sent",
    },
    declined: {
      kind: 'count',
      better: 'lower',
      label: 'declined',
      description: 'declined by the business: an answer, not a failure of the service',
    },
  },
};

const SERVICE: ShapeOf<ServiceMeasurements> = {
  fields: {
    attempts: {
      kind: 'count',
      better: 'neither',
      marks: 'lower',
      label: 'attempts',
      description: 'calls and deliveries that reached the service',
    },
    succeeded: { kind: 'count', better: 'neither', description: 'attempts that the service finished' },
    effects: { kind: 'count', better: 'neither', description: 'times that its work was put in place' },
    doubleEffects: {
      kind: 'count',
      better: 'lower',
      label: 'done twice (double effect)',
      short: 'double effects',
      description: 'effects beyond the first of a request at a step',
    },
    duplicates: {
      kind: 'count',
      better: 'lower',
      description: 'attempts that succeeded where the step had been done already',
    },
    deadLettered: {
      kind: 'count',
      better: 'lower',
      label: 'given up after every try (dead letter)',
      short: 'dead letters',
      description: 'messages given up after their last delivery',
    },
    copies: {
      kind: 'count',
      better: 'neither',
      marks: 'lower',
      label: 'brought twice by the bus (copy)',
      short: 'copies',
      description: 'messages that the bus brought a second time',
    },
    outOfOrder: {
      kind: 'count',
      better: 'neither',
      marks: 'lower',
      label: 'delivered out of order',
      short: 'out of order',
      description: 'deliveries out of the order of publication',
    },
    lostAcks: {
      kind: 'count',
      better: 'neither',
      marks: 'lower',
      label: 'acknowledged in vain (lost ack)',
      short: 'lost acks',
      description: 'acknowledgements that were lost on their way to the bus',
    },
    failures: FAILURES,
    waitTime: {
      description: 'the time that an attempt waited for a slot',
      label: 'waiting for a slot',
      short: 'wait',
      fields: {
        ...timesFields('the time that an attempt waited for a slot'),
        waited: { kind: 'share', better: 'lower', description: 'attempts that had to wait at all' },
      },
    },
    serviceTime: times('the time that an attempt worked'),
    holdTime: times('the time that an attempt held its slot, waiting for others included'),
    utilization: {
      kind: 'share',
      better: 'neither',
      marks: 'lower',
      label: 'slot time taken (utilization)',
      short: 'utilization',
      description: 'slot time that was taken; 0 where slots are unbounded',
    },
    blockedShare: {
      kind: 'share',
      better: 'lower',
      label: 'slot time spent waiting for others',
      short: 'slots waiting',
      description: 'slot time that was taken only to wait for others',
    },
    peakQueue: {
      kind: 'count',
      better: 'lower',
      label: 'longest queue',
      description: 'most attempts waiting at once',
    },
  },
};

/** A mode's run by itself. */
export const RUN: ShapeOf<RunMeasurements> = {
  fields: {
    requests: {
      description: 'what became of the requests that were counted',
      fields: {
        offered: { kind: 'count', better: 'neither', description: 'requests begun' },
        ...responses(),
        completed: {
          kind: 'count',
          better: 'higher',
          description: 'requests of which every critical step was done',
        },
        outcomes: {
          description: 'how the work ended, by what the caller was told',
          fields: { accepted: endings('accepted'), refused: endings('refused') },
        },
      },
    },
    throughput: {
      description: 'what happened between the end of the warm-up and the end of the load',
      fields: {
        ...RATES,
        phases: {
          description: 'the same before, during and after the faults',
          elements: {
            fields: {
              name: { word: '`before`, `during` or `after`' },
              from: { kind: 'time', better: 'neither', description: 'where the phase begins' },
              to: { kind: 'time', better: 'neither', description: 'where the phase ends' },
              ...RATES,
            },
          },
          names: ['before', 'during', 'after'],
        },
      },
    },
    responseTime: times(
      'the time until a caller had an answer, yes or no',
      'the caller has an answer',
      'answer',
    ),
    acceptedTime: times('the time until a caller was told yes', 'the answer is yes', 'a yes'),
    completionTime: times('the time until a request was completed', 'the work is done', 'work done'),
    completionLag: times('the time from yes to done', 'accepted, not yet done', 'done after yes'),
    peakBacklog: {
      kind: 'count',
      better: 'lower',
      label: 'most waiting at once (backlog)',
      short: 'most waiting',
      description: 'most attempts and messages waiting at once, in queues, outboxes and for their redelivery',
    },
    amplification: {
      description: 'attempts per request',
      fields: {
        total: {
          kind: 'ratio',
          better: 'lower',
          label: 'all services together',
          short: 'all services',
          description: 'of all services together, without the queries of a database',
        },
        worst: {
          kind: 'ratio',
          better: 'lower',
          label: 'attempts per request, busiest service',
          short: 'attempts/request',
          description: 'of the busiest service',
        },
      },
    },
    lostEvents: {
      kind: 'count',
      better: 'lower',
      label: 'lost by the bus (lost event)',
      short: 'lost events',
      description: 'events that a subscriber will never have; one that two wait for counts twice',
    },
    cascades: {
      description: 'who failed because of whom',
      elements: {
        fields: {
          origin: { word: 'the service where the failure began' },
          victim: { word: 'the service that failed, or `caller`' },
          count: { kind: 'count', better: 'neither', marks: 'lower', description: 'attempts that failed' },
        },
      },
    },
    services: { description: 'each service by itself', values: SERVICE },
    series: {
      description: 'the whole run, interval by interval',
      overTime: true,
      fields: {
        interval: { kind: 'time', better: 'neither', description: 'the length of an interval' },
        offered: { elements: { kind: 'count', better: 'neither', description: 'requests begun' } },
        accepted: { elements: { kind: 'count', better: 'neither', description: 'callers told yes' } },
        completed: { elements: { kind: 'count', better: 'neither', description: 'requests completed' } },
        backlog: {
          elements: {
            kind: 'count',
            better: 'neither',
            description: 'attempts and messages waiting at the end of the interval',
          },
        },
        p99: {
          elements: {
            kind: 'time',
            better: 'neither',
            description: 'the 99th percentile of completion times',
            nullMeans: 'nothing completed',
          },
        },
      },
    },
    end: {
      description: 'the end of the run',
      fields: {
        at: { kind: 'time', better: 'neither', description: 'when the run ended' },
        reason: { word: 'why it ended; `quiet`: everything had come to its end' },
      },
    },
  },
};

const NO_CONTROL = 'the control run was not made';

/** A mode's run as it is compared with its control run. */
export const COMPARED: ShapeOf<Measurements> = {
  fields: {
    ...RUN.fields,
    recoveryTime: {
      kind: 'time',
      better: 'lower',
      short: 'back to normal',
      description: "from the end of the last fault until backlog and p99 are back at the control run's level",
      nullMeans: `never, or ${NO_CONTROL}`,
      nullIsNever: true,
      needsControl: true,
    },
    blastRadius: {
      kind: 'count',
      better: 'lower',
      label: 'services hit that had no fault',
      short: 'hit without fault',
      description: 'services without a fault that failed more often than in the control run',
      nullMeans: NO_CONTROL,
      needsControl: true,
    },
    collateral: {
      kind: 'count',
      better: 'lower',
      label: 'failures there, beyond the control run',
      short: 'failures there',
      description: "failures at services that have no fault, beyond the control run's",
      nullMeans: NO_CONTROL,
      needsControl: true,
    },
    changedServices: {
      kind: 'count',
      better: 'lower',
      label: 'services that had to change',
      short: 'had to change',
      description: 'services that had to change so that a new subscriber could join',
    },
  },
};
