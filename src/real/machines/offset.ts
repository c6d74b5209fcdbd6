/** How far another machine's clock is ahead of ours, and how wrong that may be. Milliseconds. */
export interface Offset {
  offset: number;
  uncertainty: number;
}

/** One question for the time, and its answer. Milliseconds. */
export interface Ping {
  asked: number;
  /** The other clock. */
  told: number;
  heard: number;
}

/**
 * The offset by the quickest of several questions: its answer was true half way, give or take half of its way.
 *
 * Source: NTP's clock filter (RFC 5905, section 10) takes the sample of the least delay for the same reason.
 *
 * @throws {RangeError} without a ping
 */
export function offsetOf(pings: readonly Ping[]): Offset {
  const [quickest] = [...pings].sort((one, other) => wayOf(one) - wayOf(other));
  if (quickest === undefined) throw new RangeError('no ping was answered');
  const { asked, told, heard } = quickest;
  return { offset: told - (asked + heard) / 2, uncertainty: wayOf(quickest) / 2 };
}

function wayOf({ asked, heard }: Ping): number {
  return heard - asked;
}
