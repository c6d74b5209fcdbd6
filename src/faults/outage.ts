import type { CanBeDown, Switch } from './effects.js';
import { aimedAtService, nothing, readWindow } from './flag-forms.js';
import { faultKind } from './kind.js';

export const outage = faultKind({
  kind: 'outage',
  targets: ['service', 'bus', 'database'],
  fields: {},
  description: 'calls are refused at once (of a service, or of the `bus`); messages wait',
  flags: [
    {
      name: 'outage',
      takes: '<service@when>',
      help: 'calls are refused: payment@20s+10s',
      form: 'service[@start[+length]], such as payment@20s+10s',
      read: aimedAtService(nothing),
    },
    {
      name: 'bus-outage',
      takes: '<when>',
      help: 'nothing is published or delivered: 20s+10s',
      form: 'start[+length], such as 20s+10s',
      read: (text) => {
        const window = readWindow(text.startsWith('@') ? text : `@${text}`);
        return window && { target: 'bus', ...window };
      },
    },
  ],
  effects: () => [
    { on: 'switch', ofService: outageOf, ofBus: outageOf, isStandstill: false, cycle: undefined },
  ],
  words: {
    injection: (_, subject) => `${subject} is down`,
    state: () => 'down',
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
