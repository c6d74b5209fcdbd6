/** Why an attempt failed, as its caller saw it. */
export type Cause = 'injected' | 'inherited' | 'overload' | 'timeout' | 'breaker';

export interface Failed {
  readonly state: 'failed';
  readonly cause: Cause;
  /** The service (its index) where the failure began. */
  readonly origin: number;
}

/** What a caller hears. `declined` is a business answer: no failure, and never tried again. */
export type Answer = { readonly state: 'done' } | { readonly state: 'declined' } | Failed;

export const DONE: Answer = { state: 'done' };
export const DECLINED: Answer = { state: 'declined' };

export function failed(cause: Cause, origin: number): Failed {
  return { state: 'failed', cause, origin };
}

/** What a caller answers when one of its callees gave this answer: failures are passed on, with their origin. */
export function passOn(answer: Answer): Answer {
  return answer.state === 'failed' ? failed('inherited', answer.origin) : answer;
}
