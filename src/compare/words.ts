import { findMode } from '../modes/registry.js';

/** How a mode is called in a sentence; a variant goes by the name of its column: `direct:no-retry`. */
export function modeInWords(mode: string): string {
  const found = findMode(mode);
  return found === undefined || found.variant !== undefined ? mode : found.entry.words;
}

/** What the control run is without: one fault, or several. */
export function faultWord(faults: number): string {
  return faults === 1 ? 'fault' : 'faults';
}

/** `a, b and c`. */
export function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
