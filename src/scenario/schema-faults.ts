import * as z from 'zod';
import { step } from './schema-step.js';
import {
  duration,
  interval,
  listOf,
  mapping,
  name,
  numberFrom,
  oneOf,
  share,
  wholeNumber,
} from './schema-values.js';

const window = { at: duration.optional(), for: duration.optional() };
const target = name;

/**
 * The kinds of faults, each with its own fields. A new kind is one entry here, its targets below, its shape in
 * scenario.ts, and its effect in the system.
 */
const fault = z.discriminatedUnion(
  'kind',
  [
    mapping({
      kind: z.literal('latency'),
      target,
      add: duration.optional(),
      multiply: numberFrom(0).optional(),
      ...window,
    }).refine(({ add, multiply }) => (add ?? multiply) !== undefined, {
      error: 'a latency fault with `add` (such as 2s), `multiply` (such as 5) or both',
    }),
    mapping({ kind: z.literal('errors'), target, rate: share, ...window }),
    mapping({ kind: z.literal('outage'), target, ...window }),
    mapping({ kind: z.literal('hang'), target, ...window }),
    mapping({ kind: z.literal('crash'), target, ...window }),
    mapping({
      kind: z.literal('random-outages'),
      target,
      mttf: interval,
      mttr: interval,
      what: oneOf(['outage', 'hang', 'crash']).optional(),
      ...window,
    }),
    mapping({ kind: z.literal('slots'), target, concurrency: wholeNumber(0), ...window }),
    mapping({
      kind: z.literal('deploy'),
      target,
      instances: wholeNumber(1, 1000).optional(),
      at: duration.optional(),
      for: duration,
    }),
    mapping({ kind: z.literal('poison'), target, rate: share, ...window }),
    mapping({ kind: z.literal('decline'), target, rate: share, ...window }),
    mapping({
      kind: z.literal('network'),
      target,
      loss: share.optional(),
      add: duration.optional(),
      way: oneOf(['in', 'out', 'both']).optional(),
      ...window,
    }).refine(({ loss, add }) => (loss ?? add) !== undefined, {
      error: 'a network fault with `loss` (such as 5%), `add` (such as 20ms) or both',
    }),
    mapping({ kind: z.literal('ack-loss'), target: target.optional(), rate: share, ...window }),
    mapping({ kind: z.literal('duplicates'), target: target.optional(), rate: share, ...window }),
    mapping({ kind: z.literal('delay'), target: target.optional(), rate: share, by: duration, ...window }),
    mapping({ kind: z.literal('reorder'), target: target.optional(), rate: share, ...window }),
    mapping({ kind: z.literal('subscriber'), target: target.optional(), step, ...window }),
    mapping({ kind: z.literal('spike'), target: target.optional(), multiply: numberFrom(1), ...window }),
  ],
  { error: 'a mapping such as { kind: outage, target: payment, at: 20s, for: 10s }' },
);

export const faults = listOf(fault, 1000);

export type AuthoredFault = z.infer<typeof fault>;
export type FaultKind = AuthoredFault['kind'];

/**
 * What besides services a fault can be aimed at. The database is a service as others are, but its
 * queries are nobody's requests: it can neither decline one nor be poisoned by it.
 */
export const OTHER_TARGETS: Partial<Record<FaultKind, readonly string[]>> = {
  latency: ['database'],
  errors: ['database'],
  outage: ['bus', 'database'],
  hang: ['database'],
  crash: ['database'],
  'random-outages': ['database'],
  slots: ['database'],
};

/** What a fault is aimed at that can be aimed at nothing else: its `target` may be left out. */
export const ONLY_TARGET = {
  'ack-loss': 'bus',
  duplicates: 'bus',
  delay: 'bus',
  reorder: 'bus',
  subscriber: 'workflow',
  spike: 'load',
} as const satisfies Partial<Record<FaultKind, string>>;
