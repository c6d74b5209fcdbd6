import { redelivery, stepCalls } from './schema-policies.js';
import { mapping, name, oneOrList, serviceName, yesOrNo } from './schema-values.js';

export const step = mapping({
  name: name.optional(),
  service: serviceName,
  on: oneOrList(name, 100, 'the name of an event').optional(),
  emits: name.optional(),
  idempotent: yesOrNo.optional(),
  critical: yesOrNo.optional(),
  calledBy: name.optional(),
  calls: stepCalls.optional(),
  redelivery: redelivery.optional(),
});
