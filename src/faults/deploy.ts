import { formatPlural } from '../compare/quantities.js';
import { parseDuration } from '../scenario/units.js';
import { aimedAtService, readNumber } from './flag-forms.js';
import { faultKind, type PlannedEffect } from './kind.js';
import { limitOf } from './slots.js';

export const deploy = faultKind({
  kind: 'deploy',
  targets: ['service'],
  fields: {
    instances: {
      type: 'count',
      least: 1,
      most: 1000,
      default: 4,
      description: 'how many restart one after another, each with its part of the workers',
    },
    for: { type: 'duration', description: 'how long all of them take together' },
  },
  description: '`instances: 4` restart one after another: capacity falls by a part at a time',
  flags: [
    {
      name: 'deploy',
      takes: '<service@when>',
      help: 'rolling deploy, instance by instance; needs a length: payment@20s+20s',
      form: 'service or service=instances, then @[start]+length, such as payment@20s+20s or payment=8@20s+20s',
      read: (text) => {
        const fault = readDeploy(text);
        return fault !== undefined && 'for' in fault ? fault : undefined;
      },
    },
  ],
  misfit({ target, instances }, { services }) {
    const slots = services[target]?.concurrency ?? 0;
    if (slots !== 'unbounded' && slots >= instances) return undefined;
    return {
      code: 'needs-slots',
      field: 'instances',
      or: [['services', target, 'concurrency']],
      because:
        slots === 'unbounded'
          ? `a deploy takes away an instance's workers, and ${target} has unbounded ones: give it a concurrency`
          : `${target} has ${formatPlural(slots, 'worker')} (concurrency), too few for ${instances} instances`,
    };
  },
  /**
   * A timetable of slots. The last instance comes first in the list, for then of two at one moment the next one's restart
   * begins before the one before is back: no more slots are free in between.
   */
  effects({ target, instances, for: length }, { at, slotsOf }) {
    const slots = slotsOf(target);
    const begin = (instance: number): number => at + (parseDuration(length) * instance) / instances;
    const slotsBefore = (instance: number): number => Math.floor((slots * instance) / instances);
    const restart = (instance: number): PlannedEffect => {
      const left = slots - (slotsBefore(instance + 1) - slotsBefore(instance));
      return {
        on: 'switch',
        ofService: (service) => limitOf(service, left),
        isStandstill: false,
        cycle: undefined,
        at: begin(instance),
        until: begin(instance + 1),
      };
    };
    const others = Array.from({ length: instances - 1 }, (_, index) => restart(instances - 2 - index));
    return [restart(instances - 1), ...others];
  },
  words: {
    injection: ({ instances }, subject) =>
      `rolling deploy of ${subject}, ${formatPlural(instances, 'instance')}`,
    brief: (_, subject) => `${subject}: rolling deploy`,
  },
});

const readDeploy = aimedAtService((value = '') => (value === '' ? {} : { instances: readNumber(value) }));
