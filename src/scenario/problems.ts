/**
 * The base of everything that ends with exit code 2: wrong usage, or a scenario that cannot be used. Its message is
 * finished text for a person, safe for a terminal, and no stack trace is to be shown with it.
 *
 * Deliberately not one: a gate that failed (1), a broker that could not be reached (3), an interrupt (130), and
 * every mistake of this program itself, which keeps its stack.
 */
export class UsageProblem extends Error {
  override readonly name: string = 'UsageProblem';

  constructor(
    /** What was found, in one word for tests and tools: `unknown-service`, `no-such-file`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
