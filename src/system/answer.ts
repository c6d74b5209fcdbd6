/** Why an attempt failed, as its caller saw it. */
export type Cause = 'injected' | 'inherited' | 'overload' | 'timeout' | 'breaker';

export interface Done {
  readonly state: 'done';
  /** Steps that are known not to be done, because a failure or an absence was passed over. */
  readonly missing: readonly number[];
}

export interface Failed {
  readonly state: 'failed';
  readonly cause: Cause;
  /** The service (its index) where the failure began. */
  readonly origin: number;
}

/** What a caller hears. `declined` is a business answer: no failure, and never tried again. */
export type Answer = Done | { readonly state: 'declined' } | Failed;

/** Nothing is missing. */
export const NOTHING_MISSING: readonly number[] = [];

export const DONE: Done = { state: 'done', missing: NOTHING_MISSING };
export const DECLINED: Answer = { state: 'declined' };

export function doneWithout(missing: readonly number[]): Done {
  return missing.length === 0 ? DONE : { state: 'done', missing };
}

export function failed(cause: Cause, origin: number): Failed {
  return { state: 'failed', cause, origin };
}

/** What a caller answers when one of its callees gave this answer: failures are passed on, with their origin. */
export function passOn(answer: Answer): Answer {
  return answer.state === 'failed' ? failed('inherited', answer.origin) : answer;
}
