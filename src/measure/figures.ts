import type {
  BegunPhase,
  EndToEnd,
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
  /** In the tables. */
  label?: string;
  /**
   * When a table marks it as worse than in another mode. Left out: where it is worse than without the faults, too.
   * - `damage`: without a control run as well, for it harms somebody whatever the reason.
   * - `growth`: where it has grown more than in the other mode, as it means something else there.
   * - `never`: it says nothing about who is worse off.
   */
  marks?: 'damage' | 'growth' | 'never';
  /** There is no such figure without a control run. */
  needsControl?: true;
  /** The figure may be `null`, which means this. */
  nullMeans?: string;
  /**
   * `null` means that it never came to pass. A gate takes it for a time later than every other (`later`), or fails on it
   * whatever it asks (`fails`).
   */
  nullIsNever?: 'later' | 'fails';
}

/** The entry of a figure that is never `null`. */
type Always = FigureEntry & { nullMeans?: never };

/** A word, not a number. */
interface Word {
  word: string;
}

/** Figures under one name. Its label goes before those of the figures in it. */
interface Group<Fields> {
  fields: Fields;
  description?: string;
  label?: string;
  /** Its figures go by time, and are no figures of the whole run. */
  overTime?: true;
  /** Not every run has all of them. */
  optional?: true;
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
          : Group<{ [Field in keyof T]-?: ShapeOf<Required<T>[Field]> }>;

/** The words of the path to a figure, in a mode's JSON. */
export type FigureWords<T = Measurements> = {
  [Field in keyof T & string]: WordsTo<Field, Required<T>[Field]>;
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
  group: { label?: string } = {},
): { entry: FigureEntry; group: { label?: string } } {
  if ('kind' in shape) return { entry: shape, group };
  const [word = '', ...more] = words;
  if ('values' in shape) return findEntry(shape.values, more);
  if ('elements' in shape) return findEntry(shape.elements, more);
  if ('word' in shape || shape.fields[word] === undefined)
    throw new RangeError(`no figure is called ${words.join('.')}`);
  return findEntry(shape.fields[word], more, shape);
}

/** @param of what these are times of */
function timesFields(of: string, marks: FigureEntry['marks']): ShapeOf<Times>['fields'] {
  const time = (description: string) =>
    ({
      kind: 'time',
      better: 'lower',
      ...(marks === undefined ? {} : { marks }),
      description: `${description} of ${of}`,
    }) as const;
  return {
    count: { kind: 'count', better: 'neither', description: `how many values there are of ${of}` },
    mean: time('the mean'),
    sd: time('the standard deviation'),
    p50: { ...time('the median'), label: 'p50' },
    p95: { ...time('the 95th percentile'), label: 'p95' },
    p99: { ...time('the 99th percentile'), label: 'p99' },
    max: { ...time('the maximum'), label: 'max' },
  };
}

function times(description: string, label?: string, marks?: FigureEntry['marks']): ShapeOf<Times> {
  return {
    description,
    ...(label === undefined ? {} : { label }),
    fields: timesFields(description, marks),
  };
}

/** How the end of the work is told of all that was due, and not of the survivors. */
function endToEnd(): ShapeOf<EndToEnd> {
  const percentile = (description: string, label: string) =>
    ({
      kind: 'time',
      better: 'lower',
      marks: 'damage',
      label,
      description: `${description} of the time until a request was completed, over all that were due`,
      nullMeans: 'it falls on requests that were never completed; or none was due',
      nullIsNever: 'fails',
    }) as const;
  return {
    description:
      'the time from the begin of a request until it was completed; what is never completed is later than everything',
    label: 'end-to-end completion',
    fields: {
      due: { kind: 'count', better: 'neither', description: 'requests that were offered, and not declined' },
      completed: { kind: 'count', better: 'higher', description: 'requests that were completed' },
      p50: percentile('the median', 'p50'),
      p95: percentile('the 95th percentile', 'p95'),
      p99: percentile('the 99th percentile', 'p99'),
    },
  };
}

const GOODPUT: FigureEntry & { nullMeans: string } = {
  kind: 'share',
  better: 'higher',
  marks: 'damage',
  label: 'goodput (accepted and completed)',
  description:
    'requests that had a success response and were completed, both within their objectives, of all that were due',
  nullMeans: 'no request was due',
};

const RESPONSE_TIME = 'the time until a caller had a response, success or error';

/** Of the requests that were begun in one phase. */
function begunPhase(when: string): ShapeOf<BegunPhase> {
  return {
    description: `requests that were begun ${when}`,
    fields: {
      offered: { kind: 'count', better: 'neither', description: 'requests begun' },
      good: { kind: 'count', better: 'higher', description: OUTCOMES.good.description },
      goodput: GOODPUT,
      responseTime: times(RESPONSE_TIME, 'response time', 'growth'),
      endToEnd: endToEnd(),
      amplification: {
        kind: 'ratio',
        better: 'lower',
        label: 'retry amplification',
        description: 'attempts per request at the busiest service',
      },
    },
  };
}

/** The endings on one side; each is as good as what it comes to there. */
function endings(side: Side): ShapeOf<Endings> {
  const entries = namesOf(ENDINGS).map((ending): [Ending, Always] => {
    const { description, [side]: outcome } = ENDINGS[ending];
    return [ending, { kind: 'count', better: OUTCOMES[outcome].better, description }];
  });
  return {
    description:
      side === 'accepted' ? 'requests with a success response' : 'requests without a success response',
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
    label: 'offered/s',
    description: 'requests begun',
  },
  accepted: {
    kind: 'rate',
    better: 'higher',
    label: 'accepted/s',
    description: 'success responses',
  },
  completed: {
    kind: 'rate',
    better: 'higher',
    label: 'completed/s',
    description: 'requests completed',
  },
};

const FAILURES: ShapeOf<Failures> = {
  description: 'attempts that failed, as their caller or their subscription saw it',
  fields: {
    injected: {
      kind: 'count',
      better: 'lower',
      label: 'failed (injected)',
      description: 'failed by a fault of the service itself',
    },
    inherited: {
      kind: 'count',
      better: 'lower',
      label: 'failed by dependency',
      description: 'failed because a service that it called had failed',
    },
    overload: {
      kind: 'count',
      better: 'lower',
      label: 'rejected, queue full',
      description: 'rejected by a full queue (load shed)',
    },
    timeout: {
      kind: 'count',
      better: 'lower',
      label: 'timed out',
      description: 'not answered, or not acknowledged, in time',
    },
    breaker: {
      kind: 'count',
      better: 'lower',
      label: 'breaker open',
      description: "short-circuited by the caller's circuit breaker, and never sent",
    },
    declined: {
      kind: 'count',
      better: 'neither',
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
      label: 'attempts',
      description: 'calls and deliveries that reached the service',
    },
    succeeded: { kind: 'count', better: 'neither', description: 'attempts that the service finished' },
    effects: { kind: 'count', better: 'neither', description: 'times that its work was put in place' },
    doubleEffects: {
      kind: 'count',
      better: 'lower',
      marks: 'damage',
      label: 'processed twice',
      description: 'effects beyond the first of a request at a step',
    },
    duplicates: {
      kind: 'count',
      better: 'lower',
      description:
        'attempts that succeeded where the step had been done already: suppressed, or processed twice',
    },
    deadLettered: {
      kind: 'count',
      better: 'lower',
      marks: 'damage',
      label: 'dead-lettered',
      description: 'messages dead-lettered after their last delivery',
    },
    copies: {
      kind: 'count',
      better: 'neither',
      label: 'duplicate deliveries',
      description: 'messages that the broker delivered a second time',
    },
    outOfOrder: {
      kind: 'count',
      better: 'lower',
      label: 'out-of-order deliveries',
      description: 'deliveries out of the order of publication',
    },
    lostAcks: {
      kind: 'count',
      better: 'neither',
      label: 'lost acks',
      description: 'acknowledgements that were lost on their way to the broker',
    },
    failures: FAILURES,
    waitTime: {
      description: 'the time that an attempt waited for a worker',
      label: 'queue wait',
      fields: {
        ...timesFields('the time that an attempt waited for a worker', undefined),
        waited: { kind: 'share', better: 'lower', description: 'attempts that had to wait at all' },
      },
    },
    serviceTime: times('the time that an attempt worked'),
    holdTime: times('the time that an attempt held its worker, blocked on downstream included'),
    utilization: {
      kind: 'share',
      better: 'neither',
      label: 'utilization',
      description: 'worker time that was taken; 0 where workers are unbounded',
    },
    blockedShare: {
      kind: 'share',
      better: 'lower',
      label: 'time blocked on downstream',
      description: 'worker time that was taken only to wait for others',
    },
    peakQueue: {
      kind: 'count',
      better: 'lower',
      label: 'max queue length',
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
        good: { kind: 'count', better: 'higher', description: OUTCOMES.good.description },
        late: { kind: 'count', better: 'lower', description: OUTCOMES.late.description },
        outcomes: {
          description: 'how the work ended, by what the response was',
          fields: { accepted: endings('accepted'), refused: endings('refused') },
        },
      },
    },
    goodput: GOODPUT,
    throughput: {
      description: 'what happened between the end of the warm-up and the end of the load',
      fields: {
        ...RATES,
        goodput: {
          kind: 'rate',
          better: 'higher',
          label: 'goodput/s',
          description: 'requests that became good: when the later of response and completion came',
        },
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
    responseTime: times(RESPONSE_TIME, 'response time', 'growth'),
    acceptedTime: times(
      'the time until a caller had a success response',
      'response time, successes only',
      'never',
    ),
    completionTime: times(
      'the time until a request was completed, over those that were',
      'completion time, completed only',
      'never',
    ),
    endToEnd: endToEnd(),
    completionLag: times('the time from the success response to completion', 'completion lag'),
    peakBacklog: {
      kind: 'count',
      better: 'lower',
      label: 'peak backlog',
      description: 'most attempts and messages waiting at once, in queues, outboxes and for their redelivery',
    },
    phases: {
      description: 'what became of the requests that were begun before, during and after the faults',
      optional: true,
      fields: {
        before: begunPhase('before the faults'),
        during: begunPhase('during the faults'),
        after: begunPhase('after the faults'),
      },
    },
    amplification: {
      description: 'attempts per request',
      fields: {
        total: {
          kind: 'ratio',
          better: 'lower',
          label: 'all services',
          description: 'attempts per request at all services together, without the queries of a database',
        },
        worst: {
          kind: 'ratio',
          better: 'lower',
          label: 'retry amplification',
          description: 'attempts per request at the busiest service',
        },
      },
    },
    lostEvents: {
      kind: 'count',
      better: 'lower',
      marks: 'damage',
      label: 'events lost',
      description: 'events that a subscriber will never have; one that two wait for counts twice',
    },
    cascades: {
      description: 'who failed because of whom',
      elements: {
        fields: {
          origin: { word: 'the service where the failure began' },
          victim: { word: 'the service that failed, or `caller`' },
          count: { kind: 'count', better: 'lower', marks: 'damage', description: 'attempts that failed' },
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
        accepted: { elements: { kind: 'count', better: 'neither', description: 'success responses' } },
        completed: { elements: { kind: 'count', better: 'neither', description: 'requests completed' } },
        goodput: {
          elements: {
            kind: 'count',
            better: 'neither',
            description:
              'requests that became good: answered with success and completed, within their objectives',
          },
        },
        errors: {
          elements: {
            kind: 'count',
            better: 'neither',
            description: 'error responses and timeouts; declines are none',
          },
        },
        backlog: {
          elements: {
            kind: 'count',
            better: 'neither',
            description: 'attempts and messages waiting at the end of the interval',
          },
        },
        peakBacklog: {
          elements: {
            kind: 'count',
            better: 'neither',
            description: 'most attempts and messages waiting at once in the interval',
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
        responseP99: {
          elements: {
            kind: 'time',
            better: 'neither',
            description: 'the 99th percentile of response times, whatever the answer',
            nullMeans: 'nothing was answered',
          },
        },
        services: {
          description: 'how busy each service was',
          values: {
            fields: {
              working: {
                elements: { kind: 'count', better: 'neither', description: 'workers at work, the mean' },
              },
              blocked: {
                elements: {
                  kind: 'count',
                  better: 'neither',
                  description: 'workers blocked on other services, the mean',
                },
              },
              waiting: {
                elements: {
                  kind: 'count',
                  better: 'neither',
                  description: 'attempts and messages in its queue, the mean',
                },
              },
              failed: {
                elements: {
                  kind: 'count',
                  better: 'neither',
                  description: 'attempts at it that failed, as their caller or their subscription saw it',
                },
              },
            },
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
      label: 'time to recovery',
      description: "from the end of the last fault until backlog and p99 are back at the control run's level",
      nullMeans: `never, or ${NO_CONTROL}`,
      nullIsNever: 'later',
      needsControl: true,
    },
    blastRadius: {
      kind: 'count',
      better: 'lower',
      label: 'blast radius (healthy services hit)',
      description: 'services without a fault that failed more often than in the control run',
      nullMeans: NO_CONTROL,
      needsControl: true,
    },
    collateral: {
      kind: 'count',
      better: 'lower',
      label: 'collateral failures',
      description: "failures at services that have no fault, beyond the control run's",
      nullMeans: NO_CONTROL,
      needsControl: true,
    },
    changedServices: {
      kind: 'count',
      better: 'lower',
      label: 'services that needed a code change',
      description: 'services that had to change so that a new subscriber could join',
    },
  },
};
