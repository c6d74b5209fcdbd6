/**
 * Where faults take effect. A kind's plan says which of these it is, in numbers; the system asks for the effect and never
 * for the kind, which is no more to it than a part of the name of its luck.
 */

/** What all planned faults have. */
export interface Planned {
  /** With the target and the ordinal, what its luck is drawn by. */
  kind: string;
  /** A service by name, or `bus`, `database`, `load`. */
  target: string;
  /** Among the faults of its kind and target. */
  ordinal: number;
  /** Milliseconds from the start; `until` is Infinity for the rest of the run. */
  at: number;
  until: number;
}

/** The work of attempts takes longer, or less long. Decided when an attempt takes its slot, as is how it ends. */
interface WorkEffect {
  on: 'work';
  multiply: number;
  /** Milliseconds. */
  add: number;
}

/** Attempts end otherwise than they would. */
interface OutcomeEffect {
  on: 'outcome';
  rate: number;
  /** Each attempt has luck of its own, or all attempts of a request have the same. */
  luckOf: 'attempt' | 'request';
  outcome: 'failed' | 'declined';
}

/** What goes over links is lost, or takes longer. Decided when it is sent. */
interface PathEffect {
  on: 'path';
  /** A share of what is sent. */
  loss: number;
  /** Milliseconds. */
  add: number;
  /** On the way to the target, from it, or both. */
  way: 'in' | 'out' | 'both';
  /** Only what goes between the target and this other end. */
  other: string | undefined;
}

/** Events arrive otherwise than they would. */
interface MessageEffect {
  on: 'message';
  rate: number;
  arrivesTwice: boolean;
  /** Milliseconds. */
  late: number;
  overtakes: boolean;
}

/** The bus does not hear that a delivery was worked on. */
interface AcknowledgementEffect {
  on: 'acknowledgement';
  rate: number;
}

/** The target is in another state for a while. */
interface SwitchEffect {
  on: 'switch';
  ofService: (service: ServiceStates) => Switch;
  /** Left out where the bus has no such state. */
  ofBus?: (bus: CanCrash) => Switch;
  /** Does work stand still in that state? */
  isStandstill: boolean;
  /** What it has in memory alone is gone when that state begins. */
  forgets?: true;
  /** In turn up and down, for exponential times with these means in milliseconds; `undefined`: once, all of the time. */
  cycle: { up: number; down: number } | undefined;
}

/** More requests arrive. */
interface LoadEffect {
  on: 'load';
  multiply: number;
}

export type FaultEffect =
  WorkEffect | OutcomeEffect | PathEffect | MessageEffect | AcknowledgementEffect | SwitchEffect | LoadEffect;

/** A step joins: it has been added to the plan's steps, and nothing else is done. */
interface WorkflowEffect {
  on: 'workflow';
}

/** A fault in numbers. */
export type FaultPlan = Planned & (FaultEffect | WorkflowEffect);

/** The planned faults that take effect there. */
export type FaultPlanOn<On extends FaultEffect['on']> = Planned & Extract<FaultEffect, { on: On }>;

/** A state that begins and ends. */
export interface Switch {
  begin(): void;
  end(): void;
}

/** What can be down. */
export interface CanBeDown {
  beginOutage(): void;
  endOutage(): void;
}

/** What can lose what it has in memory: of a service everything that is in it, of the bus what it knows of deliveries. */
export interface CanCrash extends CanBeDown {
  crash(): void;
}

/** What a service can be made to go through, and the database, which is one. */
export interface ServiceStates extends CanCrash {
  beginHang(): void;
  endHang(): void;
  /** A hang of the whole process: it does not even see what comes. */
  beginFreeze(): void;
  endFreeze(): void;
  /** It has so many slots at most, until `removeLimit`. */
  addLimit(slots: number): void;
  removeLimit(slots: number): void;
}

export function takesEffectOn<const On extends FaultEffect['on']>(on: On) {
  return (fault: FaultPlan): fault is FaultPlanOn<On> => fault.on === on;
}
