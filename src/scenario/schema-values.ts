import * as z from 'zod';
import {
  DURATION_EXAMPLES,
  DURATION_EXPECTED,
  RATE_EXAMPLES,
  RATE_EXPECTED,
  SHARE_EXAMPLES,
  SHARE_EXPECTED,
} from './expected.js';
import { isPrintable } from './printable.js';
import {
  DURATION_PATTERN,
  parseDuration,
  parseRate,
  parseShare,
  PERCENT_PATTERN,
  RATE_PATTERN,
} from './units.js';

// The messages in the schema say what is expected, as the end of a sentence: "found `5`, expected a duration such as 250ms".

const YEAR = 365 * 24 * 3_600_000;
const MICROSECOND = 0.001;

/** A mapping that knows its fields; for an unknown one, the message lists those that there are. */
export function mapping<const Shape extends z.core.$ZodLooseShape>(shape: Shape, expected = 'a mapping') {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : expected),
  });
}

export function oneOf<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, { error: `${words.length > 1 ? 'one of ' : ''}${words.join(', ')}` });
}

const durationText = z
  .string({ error: DURATION_EXPECTED })
  .regex(DURATION_PATTERN, { error: DURATION_EXPECTED, abort: true })
  .refine((text) => parseDuration(text) <= YEAR, { error: 'a duration of a year at most' });

/** What has an `id` is a definition of its own in the JSON Schema. */
const DURATION = { examples: [...DURATION_EXAMPLES] };

/** `0` needs no unit. */
export const duration = z
  .union([durationText, z.literal(0).transform(() => '0ms')], { error: DURATION_EXPECTED })
  .meta({ id: 'duration', ...DURATION });

export const positiveDuration = durationText
  .refine((text) => parseDuration(text) > 0, { error: 'a duration above 0' })
  .meta({ id: 'positiveDuration', ...DURATION });

/** Of what comes again and again: between two of them there is some time. */
export const interval = durationText
  .refine((text) => parseDuration(text) >= MICROSECOND, { error: 'a duration of 1us or more' })
  .meta({ id: 'interval', ...DURATION });

export const none = z.literal('none');

export const positiveDurationOrNone = z
  .union([positiveDuration, none], { error: `${DURATION_EXPECTED}, or none` })
  .meta({ id: 'positiveDurationOrNone' });

export const durationOrNone = z
  .union([duration, none], { error: `${DURATION_EXPECTED}, or none` })
  .meta({ id: 'durationOrNone' });

export const rate = z
  .string({ error: RATE_EXPECTED })
  .regex(RATE_PATTERN, { error: RATE_EXPECTED, abort: true })
  .refine((text) => parseRate(text) > 0, { error: 'a rate above 0' })
  .meta({ id: 'rate', examples: [...RATE_EXAMPLES] });

export const share = z
  .union(
    [
      z.number().min(0, { error: SHARE_EXPECTED }).max(1, { error: SHARE_EXPECTED }),
      z
        .string()
        .regex(PERCENT_PATTERN, { abort: true })
        .refine((percent) => parseFloat(percent) <= 100, { error: SHARE_EXPECTED })
        .transform(parseShare),
    ],
    { error: SHARE_EXPECTED },
  )
  .meta({ id: 'share', examples: [...SHARE_EXAMPLES] });

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER, otherwise = '') {
  const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of ${least} or more`;
  const expected = `a whole number ${range}${otherwise}`;
  return z.int({ error: expected }).min(least, { error: expected }).max(most, { error: expected });
}

/** A whole number, or `unbounded`. */
export function bound(least: number) {
  const otherwise = ', or unbounded';
  return z.union([wholeNumber(least, undefined, otherwise), z.literal('unbounded')], {
    error: `a whole number of ${least} or more${otherwise}`,
  });
}

export function numberFrom(least: number) {
  const expected = `a number of ${least} or more`;
  return z.number({ error: expected }).min(least, { error: expected });
}

export const positiveNumber = z.number({ error: 'a number above 0' }).positive({ error: 'a number above 0' });

export const yesOrNo = z.boolean({ error: 'true or false' });

const NAME_EXPECTED = 'a name of 1 to 64 printable characters';
const TAKEN = ['bus', 'database', 'caller', 'load'];

/** Of a step or an event. Names of JavaScript's own (`constructor`) would be found in every object. */
export const name = z
  .string({ error: NAME_EXPECTED })
  .min(1, { error: NAME_EXPECTED })
  .max(64, { error: NAME_EXPECTED })
  .refine((text) => isPrintable(text) && text.trim() === text, { error: NAME_EXPECTED })
  .refine((text) => !(text in Object.prototype), { error: 'another name: JavaScript has this one' })
  .meta({ id: 'name' });

export const serviceName = name
  .refine((text) => !TAKEN.includes(text), { error: `another name: ${TAKEN.join(', ')} are taken` })
  .meta({ id: 'serviceName' });

/** For people to read. White space, line breaks too, counts as one blank. */
export const text = z
  .string({ error: 'a text' })
  .max(1000, { error: 'a text of up to 1000 characters' })
  .refine((words) => isPrintable(oneLine(words)), { error: 'a text without control characters' })
  .transform(oneLine)
  .meta({ id: 'text' });

function oneLine(words: string): string {
  return words.trim().replace(/\s+/g, ' ');
}

export function listOf<Element extends z.ZodType>(element: Element, most: number) {
  return z.array(element, { error: 'a list' }).max(most, { error: `a list of up to ${most}` });
}

/** One stands for a list of one, and becomes it. */
export function oneOrList<Element extends z.ZodType>(element: Element, most: number, expected: string) {
  return z.union([element.transform((one: z.output<Element>) => [one]), listOf(element, most)], {
    error: `${expected}, or a list of them`,
  });
}
