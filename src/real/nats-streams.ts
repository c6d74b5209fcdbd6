import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import type { StepPlan } from '../plan/plan.js';
import { type BrokerAddress, connectTo, withBroker } from './broker-address.js';

/** The broker delivers again what it has heard nothing of for so long; whoever works on it says so in time. Milliseconds. */
const BROKER_ACK_WAIT = 2000;
/** In a cluster, so that the death of one server loses nothing. */
const REPLICAS = 3;

/** The subject of what a step publishes. */
export function subjectOf({ stream }: BrokerAddress, step: number): string {
  return `${stream}.${step}`;
}

/** Where what a step has given up is kept, for whoever looks after it. */
export function deadLettersOf(address: BrokerAddress, step: number): string {
  return `${deadLetterStream(address)}.${step}`;
}

function deadLetterStream({ stream }: BrokerAddress): string {
  return `${stream}-dead`;
}

/** The streams of a run: its events, and its dead letters. */
function streamsOf(address: BrokerAddress): string[] {
  return [address.stream, deadLetterStream(address)];
}

/** The durable consumer of a step's input. */
export function consumerOf(step: StepPlan, input: number): string {
  return `s${step.index}i${input}`;
}

/** Makes the streams of a run, and for each step and input a durable consumer of its own. */
export async function makeStreams(address: BrokerAddress, steps: readonly StepPlan[]): Promise<void> {
  const connection = await connectTo(address);
  try {
    const manager = await jetstreamManager(connection);
    const { stream } = address;
    for (const name of streamsOf(address)) {
      await manager.streams.add({
        name,
        subjects: [`${name}.>`],
        num_replicas: connection.info?.cluster === undefined ? 1 : REPLICAS,
      });
    }
    for (const step of steps) {
      for (const input of step.inputs) {
        await manager.consumers.add(stream, {
          durable_name: consumerOf(step, input),
          filter_subject: subjectOf(address, input),
          ack_policy: AckPolicy.Explicit,
          ack_wait: BROKER_ACK_WAIT * 1e6,
          max_ack_pending: -1,
          max_deliver: -1,
        });
      }
    }
  } finally {
    await connection.close();
  }
}

/** Removes what a run has left at a broker that goes on without it. */
export async function removeStreams(address: BrokerAddress): Promise<void> {
  await withBroker(address, async (manager) => {
    for (const name of streamsOf(address)) await manager.streams.delete(name);
  });
}
