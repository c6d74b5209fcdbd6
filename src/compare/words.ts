import { findMode } from '../modes/registry.js';

/** How a mode is called in a sentence: `direct calls (no-retry)`. It may be followed by a verb in the past tense only. */
export function modeInWords(mode: string): string {
  const found = findMode(mode);
  if (found === undefined) return mode;
  const { entry, variant } = found;
  return variant === undefined ? entry.words : `${entry.words} (${variant})`;
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
