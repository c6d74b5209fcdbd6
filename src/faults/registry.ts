import { ackLoss } from './ack-loss.js';
import { crash } from './crash.js';
import { decline } from './decline.js';
import { delay } from './delay.js';
import { deploy } from './deploy.js';
import { duplicates } from './duplicates.js';
import { errors } from './errors.js';
import { freeze } from './freeze.js';
import { hang } from './hang.js';
import type { FaultKind as KindOf, FaultOf, Fields, Target } from './kind.js';
import { latency } from './latency.js';
import { network } from './network.js';
import { outage } from './outage.js';
import { partition } from './partition.js';
import { poison } from './poison.js';
import { randomOutages } from './random-outages.js';
import { reorder } from './reorder.js';
import { slots } from './slots.js';
import { spike } from './spike.js';
import { subscriber } from './subscriber.js';

/** The kinds of faults there are, in the order in which they are listed, and in which their flags are applied. */
const KINDS = [
  outage,
  hang,
  freeze,
  crash,
  randomOutages,
  latency,
  errors,
  slots,
  poison,
  decline,
  deploy,
  network,
  partition,
  duplicates,
  delay,
  reorder,
  ackLoss,
  subscriber,
  spike,
] as const;

type AnyKind = (typeof KINDS)[number];

type FaultIn<K> = K extends { kind: infer Kind extends string; fields: infer F extends Fields }
  ? FaultOf<Kind, F>
  : never;

/** A fault of any kind, with every default written out, as a file has it. */
export type Fault = FaultIn<AnyKind>;

export type FaultKindName = AnyKind['kind'];

/** The flags that inject a fault, without their dashes. */
export type FaultFlagName = AnyKind['flags'][number]['name'];

/** What all kinds have in common, for whoever goes through them all. */
export type FaultKind = KindOf<Fault>;

/** All kinds there are. */
export const FAULT_KINDS: readonly FaultKind[] = KINDS;

const byName = new Map<string, FaultKind>(FAULT_KINDS.map((kind) => [kind.kind, kind]));

/** @throws RangeError for a kind that there is not */
export function faultKindOf({ kind }: { kind: string }): FaultKind {
  const found = byName.get(kind);
  if (found === undefined) throw new RangeError(`no kind of fault ${kind}`);
  return found;
}

/** What a fault of this kind is aimed at when its `target` is left out: the only thing that it can be aimed at. */
export function onlyTargetOf({ targets }: Pick<FaultKind, 'targets'>): Target | undefined {
  return targets.length === 1 && targets[0] !== 'service' ? targets[0] : undefined;
}
