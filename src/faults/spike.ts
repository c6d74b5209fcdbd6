import { formatFactor } from '../compare/quantities.js';
import { aimedAt, readFactor } from './flag-forms.js';
import { faultKind } from './kind.js';

export const spike = faultKind({
  kind: 'spike',
  targets: ['load'],
  fields: {
    multiply: {
      type: 'number',
      least: 0,
      description:
        'how many times as many requests arrive; below 1 it is a lull, 0 stops them; spikes at once multiply',
    },
  },
  description: 'traffic spike: the arrival rate is multiplied; by less than 1 it is a lull',
  flags: [
    {
      name: 'spike',
      takes: '<factor@when>',
      help: 'traffic spike: 5x@20s+10s',
      form: 'factor[@start[+length]], such as 5x@20s+10s',
      read: aimedAt('load', (value) => {
        const multiply = readFactor(value);
        return multiply === undefined ? undefined : { multiply };
      }),
    },
  ],
  misfit: (_, { load }) =>
    'clients' in load
      ? {
          code: 'needs-open-loop',
          field: 'kind',
          or: [['load', 'clients']],
          because: 'a spike multiplies an arrival rate, and a load of clients has none',
        }
      : undefined,
  effects: ({ multiply }) => [{ on: 'load', multiply }],
  words: {
    injection: ({ multiply }, subject) => `${subject} ×${formatFactor(multiply)}`,
    brief: ({ multiply }, subject) =>
      `${subject} ${multiply < 1 ? 'lull' : 'spike'} ×${formatFactor(multiply)}`,
  },
});
