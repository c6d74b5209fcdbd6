import pRetry, { type Options } from 'p-retry';
import type { Answer, Failed } from './answer.js';

/**
 * Tries again after a first failure, with p-retry counting. Its own waiting is switched off (`minTimeout: 0`): it would
 * pass in real time. The back-off is slept on the run's clock by `mayTry`, which says no when there is to be no further try.
 *
 * @param tries how many more there may be, at least one
 */
export async function tryAgain(
  first: Failed,
  tries: number,
  mayTry: (n: number) => Promise<boolean>,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  let last: Answer = first;
  const again = async (n: number): Promise<Answer> => {
    if (!(await mayTry(n))) return last;
    last = await attempt();
    if (last.state === 'failed') throw ANOTHER_FAILURE;
    return last;
  };
  try {
    return await pRetry(again, optionsFor(tries - 1));
  } catch (error) {
    if (error !== ANOTHER_FAILURE) throw error;
    return last;
  }
}

/** p-retry tries again after an `Error`; one for all, because capturing a stack for each would cost more than the attempt. */
const ANOTHER_FAILURE = new Error('the attempt failed');

const yes = (): boolean => true;
const nothing = (): void => undefined;

/**
 * All options are written out. Those that are left out p-retry adds to a copy, and in Node 20 each such object gets a
 * shape of its own, so that nothing compiled for one fits the next: that would take five times as long as the try itself.
 */
function optionsFor(retries: number): Options {
  return {
    retries,
    factor: 1,
    minTimeout: 0,
    maxTimeout: 0,
    maxRetryTime: Infinity,
    randomize: false,
    onFailedAttempt: nothing,
    shouldRetry: yes,
    shouldConsumeRetry: yes,
  };
}
