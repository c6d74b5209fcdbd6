const LENGTH = 20;

/**
 * How far along, and how much longer at this pace: `[########------------] 32 of 80, 4 s left`.
 *
 * @param elapsed milliseconds of real time since the first of them began
 */
export function bar(done: number, total: number, elapsed: number): string {
  const filled = Math.floor((done / total) * LENGTH);
  const drawn = `[${'#'.repeat(filled)}${'-'.repeat(LENGTH - filled)}] ${done} of ${total}`;
  if (done === 0 || done === total) return drawn;
  return `${drawn}, ${inWords(((total - done) * elapsed) / done / 1000)} left`;
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
