import type { Problem } from '../scenario/problems.js';
import type { Duration, Scenario, Step } from '../scenario/scenario.js';
import type { FaultEffect } from './effects.js';
import type { FaultFlag } from './flag-forms.js';

/** What a fault can be aimed at. */
export type Target = 'service' | 'database' | 'bus' | 'load' | 'workflow';

/** One field of a kind. It has to be given, unless it has a default or is optional. */
export type Field = { description: string; isOptional?: true } & (
  | { type: 'duration'; isInterval?: true }
  | { type: 'share' }
  | { type: 'number'; least: number }
  | { type: 'count'; least: number; most?: number; default?: number }
  | { type: 'word'; oneOf: readonly string[]; default?: string }
  | { type: 'end'; oneOf: readonly Target[] }
  | { type: 'step' }
);

interface Types {
  duration: Duration;
  /** 0 to 1. */
  share: number;
  number: number;
  count: number;
  /** A service by name, or another target. */
  end: string;
  step: Step;
}

type ValueOf<F extends Field> = F extends { oneOf: readonly (infer Word)[]; type: 'word' }
  ? Word
  : F extends { type: infer Type extends keyof Types }
    ? Types[Type]
    : never;

export type Fields = Readonly<Record<string, Field>>;

type OptionalIn<S extends Fields> = {
  [Name in keyof S]: S[Name] extends { isOptional: true } ? Name : never;
}[keyof S];

interface Window {
  target: string;
  /** Left out: from the start. */
  at?: Duration;
  /** Left out: for the rest of the run. */
  for?: Duration;
}

/** A fault with every default written out, as a file has it. */
export type FaultOf<Kind extends string, S extends Fields> = { kind: Kind } & Window & {
    [Name in Exclude<keyof S, OptionalIn<S>>]: ValueOf<S[Name]>;
  } & { [Name in OptionalIn<S>]?: ValueOf<S[Name]> };

/** What a plan may need to know beside the fault. */
interface Surroundings {
  /** The slots of a service. */
  slotsOf: (service: string) => number;
  /** Milliseconds from the start; `until` is Infinity for the rest of the run. */
  at: number;
  until: number;
}

/** A fault that does not go with the rest of the scenario: which of its fields is to blame, and why. */
type Misfit = Pick<Problem, 'code' | 'found' | 'expected' | 'known' | 'because' | 'or'> & {
  field: string;
};

/** An effect, and its own time where it has not that of the whole fault. */
export type PlannedEffect = FaultEffect & { at?: number; until?: number };

/**
 * Where a kind takes effect: in the system, or as one more step of the workflow. One of the two each kind has.
 */
type Effective<F> =
  | {
      effects(fault: F, surroundings: Surroundings): readonly [PlannedEffect, ...PlannedEffect[]];
      joins?: never;
    }
  | { joins(fault: F): Step; effects?: never };

/** All that there is to know of one kind of fault; `F` is a fault of the kind. */
export type FaultKind<
  F,
  Kind extends string = string,
  S extends Fields = Fields,
  Flags extends readonly FaultFlag[] = readonly FaultFlag[],
> = {
  kind: Kind;
  /** What it can be aimed at; where that is one thing other than a service, `target` may be left out. */
  targets: readonly [Target, ...Target[]];
  fields: S;
  /** Of these fields one at least has to be given. */
  needsOneOf?: { fields: readonly (keyof S & string)[]; expected: string };
  /** What happens while it lasts, for the README. */
  description: string;
  /** How it is injected from the command line; empty where it is written in a file. */
  flags: Flags;
  /** What does not go with the rest of the scenario. */
  misfit?(fault: F, scenario: Pick<Scenario, 'services' | 'load'>): Misfit | undefined;
  words: Words<F>;
  /** The services that are not healthy while it lasts; its target, when left out. */
  faulted?(fault: F): readonly string[];
} & Effective<F>;

/** How a fault is called in sentences. */
interface Words<F> {
  /** What it happens to: `payment`, `broker`. Its target, when left out. */
  subject?(fault: F): string;
  /** What exactly is done: `payment +2 s latency`. The subject may be a list, `payment, shipping`, where several faults are alike. */
  injection(fault: F, subject: string, areMany: boolean): string;
  /** The same as the label of a chart: `payment +2 s`. */
  brief(fault: F, subject: string): string;
}

/** Gives a kind its types: what a fault of it is comes from its fields. */
export function faultKind<
  const Kind extends string,
  const S extends Fields,
  const Flags extends readonly FaultFlag[],
>(kind: FaultKind<FaultOf<Kind, S>, Kind, S, Flags>): FaultKind<FaultOf<Kind, S>, Kind, S, Flags> {
  return kind;
}
