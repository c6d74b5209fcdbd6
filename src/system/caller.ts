import pRetry, { type Options } from 'p-retry';
import type { Clock } from '../engine/clock.js';
import { type Answer, failed } from './answer.js';
import type { CallRouter } from './calls.js';
import type { Request } from './request.js';
import { Retries, type RetryTerms } from './retry.js';

/**
 * The outer caller, who tries again. A promise waits for the answer here, as it does over HTTP, and p-retry counts the
 * tries. Its own waiting is switched off (`minTimeout: 0`): it would pass in real time. The wait before a retry is slept on
 * the run's clock.
 */
export async function askWithRetries(
  clock: Clock,
  calls: CallRouter,
  retry: RetryTerms,
  request: Request,
): Promise<Answer> {
  retry.budget.earn();
  const retries = new Retries(retry, request);
  const deadline = clock.now + calls.entry.overallLimit;
  let last: Answer | undefined;
  const askOnce = async (): Promise<Answer> => {
    const { promise, resolve } = clock.resolver<Answer>();
    calls.ask(request, resolve, deadline);
    last = await promise;
    if (last.state === 'failed') throw FAILED;
    return last;
  };
  const mayTryAgain = async (): Promise<boolean> => {
    const wait = retries.next();
    if (wait === undefined) return false;
    // A call that the deadline has ended may end later than it, by a rounding.
    await clock.sleep(Math.max(0, Math.min(wait, deadline - clock.now)));
    return clock.now < deadline;
  };
  try {
    return await pRetry(askOnce, optionsFor(retry.policy.maxAttempts - 1, mayTryAgain));
  } catch (error) {
    if (error !== FAILED || last?.state !== 'failed') throw error;
    return clock.now < deadline ? last : failed('timeout', last.origin);
  }
}

/** p-retry tries again after an `Error`; one for all, because capturing a stack for each would cost more than the attempt. */
const FAILED = new Error('the attempt failed');

/**
 * All options are written out. Those that are left out p-retry adds to a copy, and in Node 20 each such object gets a
 * shape of its own, so that nothing compiled for one fits the next: that would take five times as long as the try itself.
 */
function optionsFor(retries: number, shouldRetry: () => Promise<boolean>): Options {
  return {
    retries,
    factor: 1,
    minTimeout: 0,
    maxTimeout: 0,
    maxRetryTime: Infinity,
    randomize: false,
    onFailedAttempt: () => undefined,
    shouldRetry,
    shouldConsumeRetry: () => true,
  };
}
