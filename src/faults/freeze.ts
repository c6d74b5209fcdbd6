import type { ServiceStates, Switch } from './effects.js';
import { aimedAtService, nothing } from './flag-forms.js';
import { faultKind } from './kind.js';

/** A process that is stopped, or in a pause of its own: the machine it runs on still takes in what comes for it. */
export const freeze = faultKind({
  kind: 'freeze',
  targets: ['service', 'database'],
  fields: {},
  description:
    'the whole process stands still, its timers too: calls wait outside and none is refused until it goes on',
  flags: [
    {
      name: 'freeze',
      takes: '<service@when>',
      help: 'process stands still: refuses nobody',
      form: 'service[@start[+length]], such as payment@20s+10s',
      read: aimedAtService(nothing),
    },
  ],
  effects: () => [{ on: 'switch', ofService: freezeOf, isStandstill: true, cycle: undefined }],
  words: {
    injection: (_, subject, areMany) =>
      `${subject} ${areMany ? 'freeze (processes stand still, refuse nobody)' : 'freezes (process stands still, refuses nobody)'}`,
    brief: (_, subject) => `${subject} frozen`,
  },
});

function freezeOf(service: ServiceStates): Switch {
  return {
    begin: () => {
      service.beginFreeze();
    },
    end: () => {
      service.endFreeze();
    },
  };
}
