import { formatChosenShare, formatMoment } from '../compare/quantities.js';
import { parseDuration } from '../scenario/units.js';
import { aimedAtService, readNumber } from './flag-forms.js';
import { faultKind } from './kind.js';

const OVER_LINK = { in: 'what comes to it', out: 'what it sends', both: 'what goes over its link' };

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
  description: "a service's link has `loss: 5%`, or takes `add: 20ms`, `way: in`, `out` or `both`",
  flags: [
    {
      name: 'network',
      takes: '<service=loss@when>',
      help: 'its link loses a share: payment=5%, or +20ms',
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
        ...(loss === undefined ? [] : [`loses ${formatChosenShare(loss)}`]),
        ...(add === undefined ? [] : [`takes ${formatMoment(parseDuration(add))} longer`]),
      ];
      return `${subject}'s link ${changes.join(' and ')}${way === 'both' ? '' : `, on the way ${way}`}`;
    },
    state: ({ loss = 0, add = '0', way }) =>
      loss > 0
        ? `losing ${formatChosenShare(loss)} of ${OVER_LINK[way]}`
        : `${formatMoment(parseDuration(add))} further away`,
    brief: ({ target, loss = 0 }) => `${target} is ${loss > 0 ? 'losing packets' : 'far away'}`,
  },
});
