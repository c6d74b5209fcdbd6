import { faultKind } from './kind.js';

/** No failure, but a change while the system runs: one more step, for as long as the fault lasts. */
export const subscriber = faultKind({
  kind: 'subscriber',
  targets: ['workflow'],
  fields: { step: { type: 'step', description: 'the step that joins' } },
  description: 'a new `step` joins: called by a service that has to change, or just listening',
  flags: [],
  joins: ({ step }) => step,
  faulted: ({ step }) => [step.service],
  words: {
    subject: ({ step }) => step.name,
    injection: ({ step: { on, calledBy } }, subject) =>
      `${subject} subscribes to ${on.join(' and ')} (direct: ${calledBy ?? 'a caller'} has to call it; event: no service changes)`,
    brief: (_, subject) => `${subject} subscribed`,
  },
});
