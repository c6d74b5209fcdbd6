import { aimedAtService, nothing } from './flag-forms.js';
import { faultKind } from './kind.js';

/** Nothing gets through: neither calls and their answers, nor events, acknowledgements and queries. */
export const partition = faultKind({
  kind: 'partition',
  targets: ['service'],
  fields: {
    from: {
      type: 'end',
      oneOf: ['service', 'bus', 'database'],
      isOptional: true,
      description: 'the one other end that it cannot reach; left out: all',
    },
  },
  description:
    'network partition: nothing passes to or from a service, bus and database included; with `from`, only that one',
  flags: [
    {
      name: 'partition',
      takes: '<service[/from]@when>',
      help: 'network partition from all, or from one: orders/payment@20s+10s',
      form: 'service or service/from, then [@start[+length]], such as payment@20s+10s, orders/payment or payment/bus',
      read: (text) => {
        const fault = aimedAtService(nothing)(text);
        if (typeof fault?.target !== 'string') return undefined;
        const [target = '', from, ...more] = fault.target.split('/');
        if (target === '' || from === '' || more.length > 0) return undefined;
        return from === undefined ? fault : { ...fault, target, from };
      },
    },
  ],
  misfit: ({ target, from }) =>
    target === from
      ? {
          code: 'invalid',
          field: 'from',
          found: from,
          expected: 'another than the target: what a service asks of itself goes over no network',
        }
      : undefined,
  effects: ({ from }) => [{ on: 'path', loss: 1, add: 0, way: 'both', other: from }],
  // Neither end of a broken link is the one that works.
  faulted: ({ target, from }) => (from === undefined ? [target] : [target, from]),
  words: {
    injection: ({ from }, subject) => `${subject} partitioned from ${inWords(from)}`,
    brief: (_, subject) => `${subject} partitioned`,
  },
});

function inWords(from: string | undefined): string {
  if (from === undefined) return 'everything';
  return from === 'bus' ? 'the broker' : from === 'database' ? 'the database' : from;
}
