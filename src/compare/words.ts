import type { Judged } from './ahead.js';

/** How a mode is called in a sentence: `direct calls (no-retry)`. Verbs are in the past, one or many does not matter. */
export function modeInWords(mode: string): string {
  const [base = '', ...variant] = mode.split(':');
  const words = WORDS[base] ?? base;
  return variant.length === 0 ? words : `${words} (${variant.join(':')})`;
}

const WORDS: Record<string, string> = {
  direct: 'direct calls',
  event: 'events',
  'shared-database': 'a shared database',
};

export function faultWord({ scenario }: Judged): string {
  return scenario.faults.length === 1 ? 'fault' : 'faults';
}

/** `a, b and c`. */
export function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
