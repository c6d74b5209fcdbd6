import type { CanBeDown, Switch } from './effects.js';
import { aimedAtService, nothing, whenOfBus } from './flag-forms.js';
import { faultKind } from './kind.js';

export const outage = faultKind({
  kind: 'outage',
  targets: ['service', 'bus', 'database'],
  fields: {},
  description: 'down: calls fail fast, messages wait; of the `bus`: nothing is published or delivered',
  flags: [
    {
      name: 'outage',
      takes: '<service@when>',
      help: 'service down: calls fail fast: payment@20s+10s',
      form: 'service[@start[+length]], such as payment@20s+10s',
      read: aimedAtService(nothing),
    },
    {
      name: 'bus-outage',
      takes: '<when>',
      help: 'broker down: 20s+10s',
      form: 'start[+length], such as 20s+10s',
      read: whenOfBus,
    },
  ],
  effects: () => [
    { on: 'switch', ofService: outageOf, ofBus: outageOf, isStandstill: false, cycle: undefined },
  ],
  words: {
    injection: ({ target }, subject) =>
      target === 'bus' || target === 'database' ? `${subject} down` : `${subject} down (calls fail fast)`,
    brief: (_, subject) => `${subject} down`,
  },
});

export function outageOf(target: CanBeDown): Switch {
  return {
    begin: () => {
      target.beginOutage();
    },
    end: () => {
      target.endOutage();
    },
  };
}
