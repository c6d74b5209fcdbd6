/** Something real could not be started or reached: what, and what to do about it. */
export class RealProblem extends Error {
  override readonly name = 'RealProblem';
}
