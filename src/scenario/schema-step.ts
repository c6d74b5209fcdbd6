import { redelivery, stepCalls } from './schema-policies.js';
import { mapping, name, oneOrList, serviceName, yesOrNo } from './schema-values.js';

export const step = mapping({
  name: name.optional().describe('of the step; left out: that of its service'),
  service: serviceName.describe('who does it'),
  on: oneOrList(name, 100, 'the name of an event')
    .optional()
    .describe('the event that it begins on, of several all; one step has none, the entry'),
  emits: name.optional().describe('the event that it publishes when it is done'),
  idempotent: yesOrNo.optional().describe('it recognises what it has done before, and does not do it again'),
  critical: yesOrNo.optional().describe('a request is not completed without it'),
  calledBy: name
    .optional()
    .describe('direct mode: the step that calls it, where it is not the nearest one before'),
  calls: stepCalls.optional().describe('laid over `calls` (for the entry, over `caller`): how it is called'),
  redelivery: redelivery
    .optional()
    .describe('laid over `bus.redelivery`: how its messages are delivered again'),
}).meta({ id: 'step' });
