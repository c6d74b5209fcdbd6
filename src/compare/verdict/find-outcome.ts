import type { Measurements } from '../../measure/measurements.js';
import { shareOfOffered, tally } from '../../measure/requests.js';
import { type Criterion, type Judged, scoreOf, type Standing } from '../ahead.js';
import { SHARE_MARGIN } from '../margins.js';
import type {
  Ahead,
  AnswerFigure,
  Difference,
  FellBehind,
  InVain,
  Level,
  ModeFigure,
  TooEarly,
} from './findings.js';

/** Who came out ahead, and by which figure. */
export function findOutcome(judged: Judged, standing: Standing): TooEarly | Level | Ahead {
  const runs: Run[] = Object.entries(judged.modes).map(([mode, run]) => ({ mode, run }));
  const interrupted = runs.find(({ run }) => run.end.reason === 'interrupted');
  if (interrupted !== undefined) {
    return { code: 'too-early', mode: interrupted.mode, at: interrupted.run.end.at };
  }
  const { ahead, by, among } = standing;
  const compared = runs.filter(({ mode }) => among.includes(mode));
  const winner = compared.find(({ mode }) => mode === ahead);
  if (winner === undefined || by === undefined) return findLevel(runs, compared);
  const others = compared.filter((run) => run !== winner);
  return {
    code: 'ahead',
    ...findDifference(judged, by, winner, others),
    fellBehind: findOut(runs, standing),
  };
}

interface Run {
  mode: string;
  run: Measurements;
}

function findLevel(runs: readonly Run[], level: readonly Run[]): Level {
  const areDone = level.every(({ run }) => run.completionTime.count > 0);
  return {
    code: 'level',
    modes: level.map(({ mode }) => mode),
    behind: runs.filter((run) => !level.includes(run)).map(({ mode }) => mode),
    good: level.map((run) => figureOf('good', run)),
    ...(areDone ? { completion: level.map((run) => figureOf('completion', run)) } : {}),
  };
}

function findDifference(
  { scenario, control }: Judged,
  by: Criterion,
  winner: Run,
  others: readonly Run[],
): Difference {
  if (by === 'answer') {
    const answer = (run: Run): AnswerFigure => ({
      ...figureOf('answer', run),
      control: control?.[run.mode]?.responseTime.p99 ?? 0,
    });
    return { by, winner: answer(winner), others: others.map(answer), faults: scenario.faults.length };
  }
  const figures = { winner: figureOf(by, winner), others: others.map((run) => figureOf(by, run)) };
  return by === 'lag' ? { by, ...figures, ...findInVain(winner, others) } : { by, ...figures };
}

/** Callers who were told yes, and whose work was never done: where there are fewer of them, that is worth saying. */
function findInVain(winner: Run, others: readonly Run[]): { inVain?: InVain } {
  const count = ({ run }: Run): number => tally(run).brokenPromises;
  const share = (run: Run): number => shareOfOffered(count(run), run.run);
  if (!others.some((other) => share(other) > share(winner) + SHARE_MARGIN)) return {};
  return {
    inVain: {
      winner: count(winner),
      others: others.map((other) => ({ mode: other.mode, value: count(other) })),
    },
  };
}

function findOut(runs: readonly Run[], { out }: Standing): FellBehind[] {
  return out.flatMap(({ mode, by }) => {
    const found = runs.find((run) => run.mode === mode);
    return found === undefined ? [] : [{ by, ...figureOf(by, found) }];
  });
}

/** The figure that a criterion goes by. Answers are compared with those of the control run, but told as times. */
function figureOf(by: Criterion, { mode, run }: Run): ModeFigure {
  return { mode, value: by === 'answer' ? run.responseTime.p99 : (scoreOf(by, run, undefined) ?? 0) };
}
