import { formatMoment } from '../compare/quantities.js';
import { parseDuration } from '../scenario/units.js';
import { crashOf } from './crash.js';
import { hangOf } from './hang.js';
import { faultKind } from './kind.js';
import { outageOf } from './outage.js';

const SWITCHES = { outage: outageOf, hang: hangOf, crash: crashOf };
const PLURAL = { outage: 'outages', hang: 'hangs', crash: 'crashes' };

export const randomOutages = faultKind({
  kind: 'random-outages',
  targets: ['service', 'database'],
  fields: {
    mttf: { type: 'duration', isInterval: true, description: 'how long it is up, on average' },
    mttr: { type: 'duration', isInterval: true, description: 'how long it is down, on average' },
    what: {
      type: 'word',
      oneOf: ['outage', 'hang', 'crash'],
      default: 'outage',
      description: 'what happens to it each time',
    },
  },
  description: 'up and down for exponential times, `mttf` and `mttr`',
  flags: [],
  effects: ({ what, mttf, mttr }) => [
    {
      on: 'switch',
      ofService: SWITCHES[what],
      isStandstill: what === 'hang',
      cycle: { up: parseDuration(mttf), down: parseDuration(mttr) },
    },
  ],
  words: {
    injection: ({ what, mttf, mttr }, subject) => {
      const up = formatMoment(parseDuration(mttf));
      const down = formatMoment(parseDuration(mttr));
      return `${subject}: random ${PLURAL[what]} (MTTF ${up}, MTTR ${down})`;
    },
    brief: (_, subject) => `${subject} flapping`,
  },
});
