import { setFlagsFromString } from 'node:v8';

/** Requests that take a second or so. */
const SHORT = 50_000;

/** Bytes of bytecode that V8 puts into one function from others: what it does by itself, and what is enough for a short run. */
const USUAL_BUDGET = 920;
const SMALL_BUDGET = 300;

/**
 * A short run is over before V8 has compiled it well: it spends more time on compiling than on running, most of it on
 * what it inlines. With a small budget for that the usual run takes a fifth less time; a long one would take a quarter more.
 */
export function makeReadyFor(requests: number): void {
  setFlagsFromString(
    `--max-inlined-bytecode-size-cumulative=${requests <= SHORT ? SMALL_BUDGET : USUAL_BUDGET}`,
  );
}
