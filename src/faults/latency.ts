import { formatFactor, formatMoment } from '../compare/quantities.js';
import { parseDuration } from '../scenario/units.js';
import { aimedAtService, readFactor } from './flag-forms.js';
import { faultKind } from './kind.js';

export const latency = faultKind({
  kind: 'latency',
  targets: ['service', 'database'],
  fields: {
    add: { type: 'duration', isOptional: true, description: 'how much longer its work takes' },
    multiply: {
      type: 'number',
      least: 0,
      isOptional: true,
      description: 'how many times as long it takes; several at once multiply',
    },
  },
  needsOneOf: {
    fields: ['add', 'multiply'],
    expected: 'a latency fault with `add` (such as 2s), `multiply` (such as 5) or both',
  },
  description: '`add: 2s` and/or `multiply: 5` on service times',
  flags: [
    {
      name: 'latency',
      takes: '<service=+time@when>',
      help: 'added latency: payment=+2s@20s+20s, or payment=x5',
      form: 'service=+time or service=xfactor, then [@start[+length]], such as payment=+2s@20s+20s or payment=x5',
      read: aimedAtService((value) => {
        if (value?.startsWith('+') === true) return { add: value.slice(1) };
        const multiply = readFactor(value ?? '');
        return multiply === undefined ? undefined : { multiply };
      }),
    },
  ],
  effects: ({ add = '0', multiply = 1 }) => [{ on: 'work', multiply, add: parseDuration(add) }],
  words: {
    injection: ({ add, multiply }, subject) => {
      return `${subject} ${change(add, multiply)} latency`;
    },
    brief: ({ add, multiply }, subject) => `${subject} ${change(add, multiply)}`,
  },
});

/** `+2 s`, `×5`, or both, in the order in which they count. */
function change(add: string | undefined, multiply: number | undefined): string {
  return [
    ...(multiply === undefined ? [] : [`×${formatFactor(multiply)}`]),
    ...(add === undefined ? [] : [`+${formatMoment(parseDuration(add))}`]),
  ].join(' ');
}
