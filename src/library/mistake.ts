/** A mistake of this program in the midst of a measurement, with what had been measured before it. */
export class Mistake<Result> extends Error {
  override readonly name = 'Mistake';

  constructor(
    readonly before: Result | undefined,
    override readonly cause: unknown,
  ) {
    super('a mistake in the midst of a measurement');
  }
}

/** What a measurement comes to, be it only until a mistake. */
export async function attempt<Result>(
  measure: () => Promise<Result | undefined>,
): Promise<{ measured: Result | undefined; mistake?: Mistake<Result> }> {
  try {
    return { measured: await measure() };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const mistake = error as Mistake<Result>;
    return { measured: mistake.before, mistake };
  }
}

/** What was thrown in the first place. */
export function causeOf(error: unknown): unknown {
  return error instanceof Mistake ? error.cause : error;
}
