import type { Measurements, RunMeasurements } from '../../measure/measurements.js';
import { namesOf, type Outcome, OUTCOMES } from '../../measure/outcomes.js';
import { doubleEffects, failedCallers, shareOfOffered, tally } from '../../measure/requests.js';
import { type Judged, scoreOf, standing } from '../ahead.js';
import { areAlike, changedServices, faultedServices, faultsWindow, joiningSteps } from '../faults.js';
import { SHARE_MARGIN, TIME_MARGIN } from '../margins.js';
import type { Spread } from '../spread.js';
import { findOutcome } from './find-outcome.js';
import type {
  Answer,
  Baseline,
  BaselineFailures,
  Bystander,
  CallerFailures,
  Cost,
  Deeds,
  Finding,
  Joined,
  NotSignificant,
  Tried,
} from './findings.js';

/**
 * What there is to say about a comparison: what was tried and what callers felt with the first mode (and who failed there
 * though nothing was wrong with it); what the other modes did and what that cost; who had to change; which mode came out
 * ahead, and by what.
 */
export function findVerdict(judged: Judged): Finding[] {
  const { scenario, modes } = judged;
  const [baseline, ...others] = Object.entries(modes);
  if (baseline === undefined) return [{ code: 'nothing-ran' }];
  if (Object.values(modes).every((run) => run.requests.offered === 0)) return [{ code: 'nothing-counted' }];
  const first = findBaseline(...baseline, judged);
  if (others.length === 0) {
    const missing = scenario.modes.filter((mode) => mode !== baseline[0]);
    return missing.length === 0 ? [first] : [first, { code: 'not-begun', modes: missing }];
  }
  return [first, findOthers(baseline, others), ...findJoined(judged), findOutcome(judged, standing(judged))];
}

/** The modes from which the winner's difference is no more than noise; nothing where there are none. */
export function findDoubt(judged: Judged, spread: Spread): NotSignificant[] {
  const { ahead, by, among } = standing(judged);
  if (by === undefined) return [];
  const close = among.filter(
    (mode) =>
      mode !== ahead &&
      spread.difference(ahead, mode, (run, control) => scoreOf(by, run, control)) === 'noise',
  );
  return close.length === 0 ? [] : [{ code: 'not-significant', runs: spread.count, modes: close }];
}

function findBaseline(mode: string, run: Measurements, judged: Judged): Baseline {
  const control = judged.control?.[mode];
  return {
    code: 'baseline',
    mode,
    tried: findTried(judged),
    failures: besideControl(run, control),
    felt: findBystander(mode, run, judged) ?? findAnswer(run, control),
    faults: judged.scenario.faults.length,
  };
}

function findTried({ scenario: { faults } }: Judged): Tried {
  const [first, ...more] = faults;
  const window = faultsWindow(faults);
  if (first === undefined || window === undefined) return { kind: 'nothing' };
  if (more.length < 2) return { kind: 'each', faults };
  const { from, until } = window;
  const lasting = { window: { from, until: until === Infinity ? null : until } };
  return areAlike(faults)
    ? { kind: 'alike', faults: [first, ...more], ...lasting }
    : { kind: 'many', count: faults.length, ...lasting };
}

function callerFailures(run: RunMeasurements): CallerFailures {
  const count = failedCallers(run);
  return {
    count,
    share: shareOfOffered(count, run),
    offered: run.requests.offered,
    declined: wereDeclined(run),
  };
}

/** Where callers failed only because the business said no to them, nothing has failed. */
function wereDeclined(run: RunMeasurements): boolean {
  const declined = Object.values(run.services).some(({ failures }) => failures.declined > 0);
  const hasCause = run.cascades.some(({ victim }) => victim === 'caller');
  return declined && run.requests.failed > 0 && run.requests.timedOut === 0 && !hasCause;
}

function besideControl(run: RunMeasurements, control: RunMeasurements | undefined): BaselineFailures {
  const failures = callerFailures(run);
  if (control === undefined || failures.count === 0) return failures;
  const share = shareOfOffered(failedCallers(control), control);
  const alike = Math.abs(failures.share - share) < SHARE_MARGIN;
  return alike || share > 0 ? { ...failures, control: { share, alike } } : failures;
}

/** The service without a fault that others made fail most, beyond the control run. */
function findBystander(
  mode: string,
  run: Measurements,
  { scenario, control }: Judged,
): Bystander | undefined {
  const faulted = faultedServices(scenario);
  const usual = (victim: string, origin: string): number =>
    control?.[mode]?.cascades.find((row) => row.victim === victim && row.origin === origin)?.count ?? 0;
  const [worst] = run.cascades
    .filter(({ victim }) => victim !== 'caller' && !faulted.has(victim))
    .map((row) => ({ ...row, beyond: row.count - usual(row.victim, row.origin) }))
    .filter(({ beyond, victim, origin }) => beyond > 0 && (control !== undefined || victim !== origin))
    .sort((a, b) => b.beyond - a.beyond);
  if (worst === undefined) return undefined;
  const { victim, origin, count, beyond } = worst;
  return { kind: 'bystander', victim, origin, count, usual: count - beyond };
}

function findAnswer({ responseTime }: Measurements, control: RunMeasurements | undefined): Answer {
  const { p99, count } = responseTime;
  const usual = control?.responseTime.p99;
  if (count === 0) return { kind: 'no-answer' };
  if (usual === undefined) return { kind: 'answered', p99 };
  const kind = p99 > usual * TIME_MARGIN ? 'rose' : usual > p99 * TIME_MARGIN ? 'fell' : 'stayed';
  return { kind, p99, control: usual };
}

type ModeEntry = readonly [mode: string, run: Measurements];

function findOthers([mode, run]: ModeEntry, others: readonly ModeEntry[]): Finding {
  const [other, ...more] = others;
  if (other === undefined || more.length > 0) return { code: 'other-modes', modes: others.map(findDeeds) };
  const { count, p99 } = other[1].responseTime;
  return {
    code: 'other-mode',
    did: findDeeds(other),
    ...(count === 0 ? {} : { answered: p99 }),
    baseline: { mode, price: findPrice(run) },
  };
}

function findDeeds([mode, run]: ModeEntry): Deeds {
  const lag = run.completionLag.p99;
  return {
    mode,
    failures: callerFailures(run),
    done: shareOfOffered(run.requests.completed, run),
    ...(lag > 0 ? { lag } : {}),
    price: findPrice(run),
  };
}

/** Whatever ended otherwise than somebody was told, or more than once, or not yet. */
function findPrice(run: RunMeasurements): Cost[] {
  const counts = tally(run);
  const told = (how: 'falsely' | 'open'): Cost[] =>
    OUTCOMES_TOLD[how].map((of) => ({ of, count: counts[of] }));
  const price: Cost[] = [
    ...told('falsely'),
    { of: 'doubleEffects', count: doubleEffects(run) },
    { of: 'lostEvents', count: run.lostEvents },
    ...told('open'),
  ];
  return price.filter(({ count }) => count > 0);
}

const OUTCOMES_TOLD = { falsely: outcomesTold('falsely'), open: outcomesTold('open') };

function outcomesTold(how: 'falsely' | 'open'): Outcome[] {
  return namesOf(OUTCOMES).filter((name) => OUTCOMES[name].told === how);
}

function findJoined({ scenario, modes }: Judged): Joined[] {
  const steps = joiningSteps(scenario).map(({ name }) => name);
  if (steps.length === 0) return [];
  const changed = Object.keys(modes).map((mode) => ({ mode, services: changedServices(scenario, mode) }));
  return [{ code: 'joined', steps, changed }];
}
