import type { ServiceStates, Switch } from './effects.js';
import { aimedAtService, nothing } from './flag-forms.js';
import { faultKind } from './kind.js';

export const crash = faultKind({
  kind: 'crash',
  targets: ['service', 'database'],
  fields: {},
  description: 'in-flight work is lost, then the service is down',
  flags: [
    {
      name: 'crash',
      takes: '<service@when>',
      help: 'crash: in-flight work lost, then down',
      form: 'service[@start[+length]], such as payment@20s+10s',
      read: aimedAtService(nothing),
    },
  ],
  effects: () => [{ on: 'switch', ofService: crashOf, isStandstill: false, cycle: undefined }],
  words: {
    injection: (_, subject, areMany) => `${subject} ${areMany ? 'crash' : 'crashes'} (in-flight work lost)`,
    brief: (_, subject) => `${subject} crash`,
  },
});

export function crashOf(service: ServiceStates): Switch {
  return {
    begin: () => {
      service.beginOutage();
      service.crash();
    },
    end: () => {
      service.endOutage();
    },
  };
}
