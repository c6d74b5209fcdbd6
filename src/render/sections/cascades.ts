import { beyondControl } from '../../compare/collateral.js';
import type { RunMeasurements } from '../../measure/measurements.js';
import { errorResponses } from '../../measure/requests.js';
import { plain } from '../text.js';
import { measuredRuns, type View } from '../view.js';
import { counted, measured, type RowFigure } from './row-figure.js';
import { type TableLine, type Row, rowMaker, type Section } from './section.js';
import { sayUsual } from './usual-failures.js';

/** Causes shown unless everything is asked for, and victims of each. */
const MOST_ORIGINS = 3;
const MOST_VICTIMS = 5;
/** Healthy services that are named where the fault has hit no more. */
const MOST_HIT = 3;

const OTHER_CAUSES = 'other causes';

/** Who failed because of whom, and whose workers were blocked on others. */
export function cascadesSection(view: View): Section {
  const origins = sortedOrigins(view);
  const shown = view.verbose ? origins : origins.slice(0, MOST_ORIGINS);
  const rest = origins.slice(shown.length);
  const failures: TableLine[] = [
    ...shown.flatMap((origin) => becauseOf(view, origin)),
    ...(rest.length === 0
      ? []
      : countRow(view, OTHER_CAUSES, (run) => sum(run, ({ origin }) => rest.includes(origin)))),
  ];
  const errors = rowMaker(
    view,
    'failed',
  )(
    counted(
      {
        better: 'lower',
        label: 'error responses (incl. declines)',
        description: 'requests that failed, timed out or were declined',
      },
      errorResponses,
    ),
  );
  const label = errors.length === 0 ? 'no failures' : 'no failures; errors above are business declines';
  const none: TableLine = { kind: 'heading', label };
  return {
    title: 'ERROR CASCADES',
    lines: [...errors, ...(failures.length > 0 ? failures : [none]), ...bystanders(view), ...blocked(view)],
  };
}

/** The caller first, who is hurt most next, the origin itself last. */
function becauseOf(view: View, origin: string): TableLine[] {
  const victims = [
    ...new Set(
      view.runs
        .flatMap((run) => run?.cascades ?? [])
        .filter((row) => row.origin === origin)
        .map(({ victim }) => victim),
    ),
  ];
  const most = (victim: string): number => worstOf(view, (run) => countOf(run, origin, victim));
  const place = (victim: string): number => (victim === 'caller' ? 0 : victim === origin ? 2 : 1);
  const sorted = victims
    .filter((victim) => view.verbose || most(victim) > 0)
    .sort((a, b) => place(a) - place(b) || most(b) - most(a));
  if (sorted.length === 0) return [];
  const mayBeFolded = sorted.filter((victim) => victim !== origin).slice(MOST_VICTIMS - 1);
  // One alone has room for its own name.
  const folded = view.verbose || mayBeFolded.length < 2 ? [] : mayBeFolded;
  const victimRow = (victim: string): Row[] =>
    countRow(view, victimName(victim, origin), (run) => countOf(run, origin, victim));
  return [
    { kind: 'heading', label: `failures caused by ${plain(origin)}, at:` },
    ...sorted.filter((victim) => victim !== origin && !folded.includes(victim)).flatMap(victimRow),
    ...(folded.length === 0
      ? []
      : countRow(view, `${folded.length} other services`, (run) =>
          sum(run, (row) => row.origin === origin && folded.includes(row.victim)),
        )),
    ...sorted.filter((victim) => victim === origin).flatMap(victimRow),
    ...noteOn(view, origin),
  ];
}

/** Failures without a fault are a riddle unless the table says where they come from. */
function noteOn(view: View, origin: string): TableLine[] {
  const label = sayUsual(view, origin);
  return label === undefined ? [] : [{ kind: 'heading', label, indented: true }];
}

function victimName(victim: string, origin: string): string {
  return victim === origin ? `${plain(victim)} (origin)` : plain(victim);
}

/** Those that failed though nothing was wrong with them. */
function bystanders(view: View): TableLine[] {
  if (view.scenario.faults.length === 0) return [];
  // Not every mode has a database.
  const total = ({ services }: RunMeasurements): number =>
    Object.keys(services).filter((service) => !view.faulted.has(service)).length;
  const blastRadius: RowFigure = {
    ...hit,
    read: (run) => {
      const cell = hit.read(run);
      return cell.kind === 'count' ? { kind: 'of', value: cell.value, total: total(run) } : cell;
    },
  };
  return [
    ...rowMaker(view, 'blast')(blastRadius),
    ...namesOfHit(view),
    ...rowMaker(view, 'collateral')(measured('collateral'), { indented: true }),
    ...rowMaker(view, 'changed')(measured('changedServices')),
  ];
}

const hit = measured('blastRadius');

/** Which services the blast radius has reached, said once where it is the same in all modes; of several runs each has its own. */
function namesOfHit(view: View): TableLine[] {
  if (view.spread !== undefined) return [];
  const all = view.modes.map((mode, index) => ({ mode, names: hitIn(view, index) }));
  const hitModes = all.filter(({ names }) => names.length > 0);
  const isSame = new Set(hitModes.map(({ names }) => [...names].sort().join(' '))).size === 1;
  return (isSame ? hitModes.slice(0, 1) : hitModes)
    .filter(({ names }) => names.length <= MOST_HIT)
    .map(({ mode, names }) => ({
      kind: 'heading',
      label: `hit${isSame ? '' : ` in ${mode}`}: ${names.map(plain).join(', ')}`,
      indented: true,
    }));
}

/** The worst first. */
function hitIn({ runs, controls, faulted }: View, index: number): string[] {
  const [run, control] = [runs[index], controls[index]];
  if (run === undefined || control === undefined || run.blastRadius === null) return [];
  return [...beyondControl(run, control, faulted).keys()];
}

/** The service whose workers were blocked longest on others; all of them, if asked for. */
function blocked(view: View): Row[] {
  const most = (service: string): number => worstOf(view, (run) => run.services[service]?.blockedShare ?? 0);
  const sorted = [...view.services].sort((a, b) => most(b) - most(a));
  const row = rowMaker(view, 'blocked');
  return (view.verbose ? sorted : sorted.slice(0, 1)).flatMap((service) => {
    const { entry } = measured('services', service, 'blockedShare');
    return row({
      entry: {
        ...entry,
        label: `${plain(service)}: ${entry.label ?? ''}`,
      },
      // Not every mode has a database: nobody waits there for others.
      read: (run) => ({ kind: 'share', value: run.services[service]?.blockedShare ?? 0 }),
    });
  });
}

function sortedOrigins(view: View): string[] {
  const origins = [...new Set(view.runs.flatMap((run) => run?.cascades.map(({ origin }) => origin) ?? []))];
  const weight = (origin: string): number =>
    worstOf(view, (run) => sum(run, (row) => row.origin === origin && row.victim === 'caller'));
  const total = (origin: string): number => worstOf(view, (run) => sum(run, (row) => row.origin === origin));
  return origins.sort((a, b) => weight(b) - weight(a) || total(b) - total(a));
}

function countRow(view: View, label: string, read: (run: RunMeasurements) => number): Row[] {
  const { entry } = measured('cascades', '*', 'count');
  return rowMaker(view, 'failed')(counted({ better: entry.better, marks: 'damage', label }, read), {
    indented: label !== OTHER_CAUSES,
  });
}

function countOf(run: RunMeasurements, origin: string, victim: string): number {
  return sum(run, (row) => row.origin === origin && row.victim === victim);
}

function sum(run: RunMeasurements, which: (row: RunMeasurements['cascades'][number]) => boolean): number {
  return run.cascades.filter(which).reduce((total, { count }) => total + count, 0);
}

function worstOf(view: View, read: (run: RunMeasurements) => number): number {
  return Math.max(0, ...measuredRuns(view).map(({ run }) => read(run)));
}
