import type { Expectation } from '../../compare/comparison.js';
import { parseGate } from '../../compare/parse-gate.js';
import { GateProblem } from '../../compare/tokens.js';
import { plain } from '../text.js';

/** A gate as it is shown. */
export interface GateLine {
  text: string;
  measured: string;
  held: boolean;
}

export function gateLines(expectations: readonly Expectation[]): GateLine[] {
  return expectations.map((expectation) => ({
    text: plain(expectation.text),
    measured: measuredOf(expectation),
    held: expectation.held,
  }));
}

function measuredOf({ text, measured, note }: Expectation): string {
  if (measured === null || typeof measured === 'boolean') {
    return [
      ...(measured === null ? [] : [String(measured)]),
      ...(note === undefined ? [] : [plain(note)]),
    ].join(', ');
  }
  return `measured ${formatMeasured(text, measured)}${note === undefined ? '' : `, ${plain(note)}`}`;
}

/** With more digits than elsewhere: what missed its bound by a hair must not read like the bound. */
function formatMeasured(text: string, measured: number): string {
  switch (dimensionOf(text)) {
    case 'time':
      return measured < 1000 ? `${digits(measured)} ms` : `${digits(measured / 1000)} s`;
    case 'rate':
      return `${digits(measured)}/s`;
    default:
      return text.includes('%') ? `${digits(measured * 100)} %` : digits(measured);
  }
}

function dimensionOf(text: string): string {
  try {
    return parseGate(text).left.dimension;
  } catch (error) {
    if (error instanceof GateProblem) return 'unknown';
    throw error;
  }
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
