import type { TraceFlags } from '../flags/commands.js';
import { outcomeWords } from '../measure/outcomes.js';
import { DURATION_PATTERN, parseDuration } from '../scenario/units.js';
import { nearest } from '../scenario/nearest.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Wish } from '../trace/choose.js';
import type { Search } from '../trace/find.js';

/** What the flags say of the request to be shown: its number; or what it has to be, and what is remarkable about it. */
export type Choice = { number: number } | { wish: Wish; search: Search; isList: boolean };

/** @throws {UsageProblem} for what does not go together, and for what is no number, outcome or time */
export function readChoice(flags: TraceFlags): Choice {
  const { request, worst = false, failed = false, list = false } = flags;
  const given = [
    ...(request === undefined ? [] : ['--request']),
    ...(worst ? ['--worst'] : []),
    ...(failed ? ['--failed'] : []),
    ...(list ? ['--list'] : []),
  ];
  if (given.length > 1) throw new UsageProblem('bad-flag', `${given.join(' and ')}: only one of them`);
  const search = readSearch(flags);
  if (request === undefined) {
    return { wish: worst ? 'worst' : failed ? 'failed' : 'difference', search, isList: list };
  }
  const [searched] = Object.keys(search);
  if (searched !== undefined) {
    throw new UsageProblem('bad-flag', `--request and --${searched}: a request is named, or searched for`);
  }
  return { number: readNumber(request) };
}

function readSearch({ outcome, service, at }: TraceFlags): Search {
  return {
    ...(outcome === undefined ? {} : { outcome: readOutcome(outcome) }),
    ...(service === undefined ? {} : { service }),
    ...(at === undefined ? {} : { at: readTime(at) }),
  };
}

function readOutcome(text: string): string {
  const words = outcomeWords();
  if (words.includes(text)) return text;
  const near = nearest(text, words);
  const hint = near === undefined ? `expected one of ${words.join(', ')}` : `did you mean \`${near}\`?`;
  throw new UsageProblem('bad-flag', `--outcome ${printable(text, 40)}: there is no such outcome: ${hint}`);
}

/** @throws {UsageProblem} where the scenario has no such service */
export function checkService({ service }: Search, servicesOf: () => readonly string[]): void {
  if (service === undefined) return;
  const known = servicesOf();
  if (known.includes(service)) return;
  const near = nearest(service, known);
  const hint =
    near === undefined
      ? ` (there are ${known.map((name) => printable(name)).join(', ')})`
      : `: did you mean \`${printable(near)}\`?`;
  throw new UsageProblem(
    'unknown-service',
    `--service ${printable(service, 64)}: there is no such service${hint}`,
  );
}

function readTime(text: string): number {
  if (DURATION_PATTERN.test(text)) return parseDuration(text);
  throw new UsageProblem('bad-flag', `--at ${printable(text, 40)}: expected a time of the run such as 25s`);
}

function readNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageProblem('bad-flag', `--request ${printable(text, 40)}: expected a whole number, 1 or more`);
}
