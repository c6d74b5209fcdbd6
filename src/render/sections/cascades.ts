import type { RunMeasurements } from '../../measure/measurements.js';
import { failedCallers } from '../../measure/requests.js';
import { plain } from '../text.js';
import { measuredRuns, type View } from '../view.js';
import { counted, measured, type RowFigure } from './row-figure.js';
import { type TableLine, type Row, rowMaker, type Section } from './section.js';

/** Causes shown unless everything is asked for, and victims of each. */
const MOST_ORIGINS = 3;
const MOST_VICTIMS = 5;

/** Who failed because of whom, and whose slots stood waiting for others. */
export function cascadesSection(view: View): Section {
  const origins = sortedOrigins(view);
  const shown = view.verbose ? origins : origins.slice(0, MOST_ORIGINS);
  const rest = origins.slice(shown.length);
  const failures: TableLine[] = [
    ...shown.flatMap((origin) => becauseOf(view, origin)),
    ...(rest.length === 0
      ? []
      : countRow(view, 'failed because of others', (run) => sum(run, ({ origin }) => rest.includes(origin)))),
  ];
  const toldNo = countRow(view, 'callers told no, declines included', failedCallers, {
    short: 'callers told no',
  });
  const nothing = toldNo.length === 0 ? 'nothing failed' : 'nothing failed: these are declines';
  const none: TableLine = { kind: 'heading', label: nothing, short: nothing };
  return {
    title: 'ERROR CASCADES',
    lines: [...toldNo, ...(failures.length > 0 ? failures : [none]), ...bystanders(view), ...blocked(view)],
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
  const shown = view.verbose ? sorted : sorted.slice(0, MOST_VICTIMS);
  const rest = sorted.slice(shown.length);
  return [
    { kind: 'heading', label: `failed because of ${plain(origin)}`, short: `due to ${plain(origin)}` },
    ...shown.flatMap((victim) =>
      countRow(view, victimName(victim, origin), (run) => countOf(run, origin, victim), { indented: true }),
    ),
    ...(rest.length === 0
      ? []
      : countRow(
          view,
          `${rest.length} more`,
          (run) => sum(run, (row) => row.origin === origin && rest.includes(row.victim)),
          { indented: true },
        )),
  ];
}

function victimName(victim: string, origin: string): string {
  if (victim === 'caller') return 'the caller';
  return victim === origin ? `${plain(victim)} itself` : plain(victim);
}

/** Those that failed though nothing was wrong with them. */
function bystanders(view: View): Row[] {
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
    ...rowMaker(view, 'collateral')(measured('collateral'), { indented: true }),
    ...rowMaker(view, 'changed')(measured('changedServices')),
  ];
}

const hit = measured('blastRadius');

/** The service whose slots were held longest for others; all of them, if asked for. */
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
        short: `${plain(service)}: ${entry.short ?? ''}`,
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

function countRow(
  view: View,
  label: string,
  read: (run: RunMeasurements) => number,
  { short = label, indented = false }: { short?: string; indented?: boolean } = {},
): Row[] {
  const { entry } = measured('cascades', '*', 'count');
  return rowMaker(view, 'failed')(counted({ ...entry, label, short }, read), { indented });
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
