import { formatChosenShare, formatMoment } from '../compare/quantities.js';
import { parseDuration } from '../scenario/units.js';
import { aimedAtService, readNumber } from './flag-forms.js';
import { faultKind } from './kind.js';

const WAYS = { in: 'to', out: 'from', both: 'to and from' };

export const network = faultKind({
  kind: 'network',
  targets: ['service'],
  fields: {
    loss: { type: 'share', isOptional: true, description: 'the share of what is sent that never arrives' },
    add: { type: 'duration', isOptional: true, description: 'how much longer it takes to arrive' },
    way: {
      type: 'word',
      oneOf: ['in', 'out', 'both'],
      default: 'both',
      description: 'what comes to the service, what it sends, or both',
    },
  },
  needsOneOf: {
    fields: ['loss', 'add'],
    expected: 'a network fault with `loss` (such as 5%), `add` (such as 20ms) or both',
  },
  description:
    "packet loss (`loss: 5%`) or delay (`add: 20ms`) on a service's link, `way: in`, `out` or `both`",
  flags: [
    {
      name: 'network',
      takes: '<service=loss@when>',
      help: 'packet loss or added network delay: payment=5%, or +20ms',
      form: 'service=loss or service=+time, then [@start[+length]], such as payment=5%@20s+10s or payment=+20ms',
      read: aimedAtService((value) => {
        if (value === undefined) return undefined;
        return value.startsWith('+') ? { add: value.slice(1) } : { loss: readNumber(value) };
      }),
    },
  ],
  effects: ({ loss = 0, add = '0', way }) => [
    { on: 'path', loss, add: parseDuration(add), way, other: undefined },
  ],
  words: {
    injection: ({ loss, add, way }, subject) => {
      const changes = [
        ...(loss === undefined ? [] : [`${formatChosenShare(loss)} packet loss`]),
        ...(add === undefined ? [] : [`+${formatMoment(parseDuration(add))} network delay`]),
      ];
      return `${changes.join(' and ')} ${WAYS[way]} ${subject}`;
    },
    brief: ({ loss = 0, add = '0' }, subject) =>
      loss > 0
        ? `${subject}: ${formatChosenShare(loss)} packet loss`
        : `${subject}: +${formatMoment(parseDuration(add))} network`,
  },
});
