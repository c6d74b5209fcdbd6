import type { Hint } from './hint.js';

/** A hint as a note: `payment: overloaded in … (overloaded)`. Its texts are as the scenario has them. */
export function describeHint({ code, message }: Pick<Hint, 'code' | 'message'>): string {
  return `${message} (${code})`;
}
