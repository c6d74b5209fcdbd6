import type { Answer } from '../system/answer.js';
import type { CallRouter } from '../system/calls.js';
import { startLoad } from '../system/load.js';
import type { Request, Response } from '../system/request.js';
import type { World } from '../system/world.js';

/** Begins the load: each request is asked for by an outer caller, who hears what became of it. */
export async function beginLoad(world: World, calls: CallRouter): Promise<ReturnType<typeof startLoad>> {
  const ask = await callerOf(world, calls);
  return startLoad(world, (request, answered) => {
    ask(request, (answer) => {
      respond(world, request, answer);
      answered?.();
    });
  });
}

type Ask = (request: Request, heard: (answer: Answer) => void) => void;

/** The outer caller. One who tries again stands on promises and p-retry, which are loaded when they are needed. */
async function callerOf({ clock }: World, calls: CallRouter): Promise<Ask> {
  const { retry, overallLimit } = calls.entry;
  if (retry === undefined) {
    return (request, heard) => {
      calls.ask(request, heard, clock.now + overallLimit);
    };
  }
  const { askWithRetries } = await import('../system/caller.js');
  return (request, heard) => {
    askWithRetries(clock, calls, retry, request)
      .then(heard)
      .catch((error: unknown) => {
        clock.fail(error);
      });
  };
}

/** The caller has its answer. */
function respond(world: World, request: Request, answer: Answer): void {
  request.response = responseOf(answer);
  request.respondedAt = world.clock.now;
  if (answer.state === 'failed') world.facts.responded(request, answer.origin);
  else world.facts.responded(request);
  world.unpin(request);
}

function responseOf(answer: Answer): Response {
  if (answer.state === 'done') return 'accepted';
  if (answer.state === 'declined') return 'declined';
  return answer.cause === 'timeout' ? 'timedOut' : 'failed';
}
