import { changesOf } from '../flags/changes.js';
import { formatPlural } from '../compare/quantities.js';
import { VirtualClock } from '../engine/virtual-clock.js';
import { runMode } from '../modes/simulate.js';
import { planColumn } from '../plan/column.js';
import { applyVariant, columnNames } from '../modes/registry.js';
import { toJson } from '../render/json.js';
import { renderTrace } from '../render/trace.js';
import { loadScenario } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Chosen, chooseRequest, type Remark, type Wish } from '../trace/choose.js';
import { compareWithControl, type Survey, takeSurvey } from '../trace/survey.js';
import type { Trace } from '../trace/trace.js';
import { traceRequest } from '../trace/tracer.js';
import { colorLevel, isAscii, widthOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { TraceFlags } from '../flags/commands.js';
import type { Io } from './io.js';
import { readFormat } from './outputs.js';
import { readVersion } from './version.js';

type Wanted = { key: number } | { number: number };

/**
 * Shows one request as a waterfall, in every mode of the scenario. First all requests are looked at, to choose one; then
 * the run is made again, the same by its luck, and what happens to that request is kept.
 *
 * @throws {UsageProblem} where there is no such request
 */
export async function trace(name: string, flags: TraceFlags, io: Io): Promise<number> {
  const { width, ascii, color } = flags;
  const format = readFormat(flags.format ?? 'table', 'trace');
  const display = { width: widthOf(width, io), color: colorLevel(color, io), ascii: isAscii(ascii, io) };
  const choice = readChoice(flags);
  const scenario = await loadScenario(name, changesOf(flags));

  const chosen = 'number' in choice ? undefined : await choose(scenario, choice.wish, io);
  const wanted = 'number' in choice ? choice : chosen;
  const traced = wanted === undefined ? undefined : await traceModes(scenario, wanted, io);

  const interrupt = io.interrupted();
  if (interrupt !== undefined) return exitCodeOf(interrupt);
  if (traced === undefined || 'begun' in traced) {
    const none =
      traced === undefined || 'wish' in choice
        ? NONE['wish' in choice ? choice.wish : 'difference']
        : `the run has ${formatPlural(traced.begun, 'request')}; --request goes from 1 to ${traced.begun}`;
    throw new UsageProblem('no-such-request', `${printable(name)}: ${none}`);
  }
  const why = chosen === undefined ? {} : { why: sayWhy(chosen, scenario) };
  io.stdout.write(
    format === 'json' ? renderJson(traced, scenario) : renderTrace(traced, { ...display, scenario, ...why }),
  );
  return EXIT.done;
}

function sayWhy({ remark, affected }: Chosen, { faults }: Scenario): string {
  if (remark !== 'difference' || faults.length === 0) return WHY[remark];
  const cause = faults.length === 1 ? 'fault' : 'faults';
  return affected === 0
    ? `${WHY.difference}; the ${cause} affected no request`
    : `${WHY.difference}, of ${formatPlural(affected, 'request')} affected by the ${cause}`;
}

const WHY: Record<Remark, string> = {
  difference: 'largest difference between modes',
  'accepted-never': 'accepted, but never completed',
  never: 'never completed',
  slowest: 'slowest completion',
  failed: 'first error response',
  declined: 'first decline; nothing failed',
};

const NONE: Record<Wish, string> = {
  difference: 'no request was counted in every mode',
  worst: 'no request was due to be completed',
  failed: 'no caller got an error response',
};

/** What the flags say of the request to be shown: its number, or what is to be remarkable about it. */
type Choice = { number: number } | { wish: Wish };

/** @throws {UsageProblem} for more than one of them, and for what is no number */
function readChoice({ request, worst, failed }: TraceFlags): Choice {
  const given = [
    ...(request === undefined ? [] : ['--request']),
    ...(worst === true ? ['--worst'] : []),
    ...(failed === true ? ['--failed'] : []),
  ];
  if (given.length > 1) throw new UsageProblem('bad-flag', `${given.join(' and ')}: only one of them`);
  if (request !== undefined) return { number: readNumber(request) };
  if (worst === true) return { wish: 'worst' };
  return { wish: failed === true ? 'failed' : 'difference' };
}

function readNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageProblem('bad-flag', `--request ${printable(text, 40)}: expected a whole number, 1 or more`);
}

/** @returns `undefined` where there is none such, or an interrupt came first */
async function choose(scenario: Scenario, wish: Wish, io: Io): Promise<Chosen | undefined> {
  const interrupted = (): boolean => io.interrupted() !== undefined;
  const survey = async (column: string, withFaults: boolean): Promise<Survey> => {
    const { plan, mode } = planColumn(scenario, column);
    const clock = new VirtualClock();
    const { facts, survey } = takeSurvey(clock);
    await runMode(plan, mode, clock, facts, { faults: withFaults, interrupted });
    return survey;
  };
  const surveys: Survey[] = [];
  for (const column of columnNames(scenario.modes)) {
    const found = await survey(column, true);
    compareWithControl(found, scenario.faults.length === 0 ? undefined : await survey(column, false));
    if (interrupted()) return undefined;
    surveys.push(found);
  }
  return chooseRequest(surveys, wish);
}

/**
 * A number says which one in the first mode; its key, which is the same one in the others.
 *
 * @returns `undefined` after an interrupt; where there is none such, how many have begun
 */
async function traceModes(
  scenario: Scenario,
  wanted: Wanted,
  io: Io,
): Promise<Trace | { begun: number } | undefined> {
  const modes: Trace['modes'] = {};
  let key = 'key' in wanted ? wanted.key : undefined;
  for (const column of columnNames(scenario.modes)) {
    const { plan, mode } = planColumn(scenario, column);
    const clock = new VirtualClock();
    const which = key === undefined ? wanted : { key };
    const tracer = traceRequest(applyVariant(plan, mode).plan, clock, which);
    await runMode(plan, mode, clock, tracer.facts, {
      faults: true,
      interrupted: () => tracer.hasEnded() || io.interrupted() !== undefined,
    });
    const found = tracer.trace();
    key ??= found?.key;
    if (io.interrupted() !== undefined) return undefined;
    if (key === undefined) return { begun: tracer.begun() };
    modes[column] = found?.trace;
  }
  return key === undefined ? undefined : { key, modes };
}

function renderJson({ key, modes }: Trace, { title, seed }: Scenario): string {
  const output = {
    schema: 'coupling-demo/trace@1',
    version: readVersion(),
    title,
    seed,
    correlationId: key,
    modes: Object.fromEntries(Object.entries(modes).map(([mode, trace]) => [mode, trace ?? null])),
  };
  return toJson(output);
}
