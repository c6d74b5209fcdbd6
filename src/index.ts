/**
 * coupling-demo as a library: the same functions that the command line calls. Nothing here prints, writes a file, ends the
 * process, or keeps anything from one call to the next. What cannot be used is answered by a `UsageProblem`.
 *
 * @packageDocumentation
 */
export { loadScenario } from './library/load.js';
export type { LoadOptions, ScenarioInput, ScenarioText } from './library/load.js';
export { run } from './library/run.js';
export type { RunOptions } from './library/run.js';
export { sweep } from './library/sweep.js';
export type { SweepOptions } from './library/sweep.js';
export { trace } from './library/trace.js';
export type { TracedRequest, TraceOptions } from './library/trace.js';
export { compare } from './library/compare.js';
export type { CompareOptions, Results } from './library/compare.js';
export { readResults } from './results/saved.js';
export type { ResultFile } from './results/saved.js';
export { checkGates } from './library/check-gates.js';
export { render } from './library/render.js';
export type { Format, Renderable, RenderOptions } from './library/render.js';
export type { ManyRunning, Progress, Running } from './library/options.js';
export { ScenarioProblem, UsageProblem } from './scenario/problems.js';
export type { Path, Place, Problem } from './scenario/problems.js';

export type { Better } from './compare/better.js';
export type { Comparison, Expectation, Paired } from './compare/comparison.js';
export type { Hint } from './hints/hint.js';
export type { Measurements, RunMeasurements, ServiceMeasurements, Times } from './measure/measurements.js';
export type {
  Changes,
  FileChanges,
  ModeChanges,
  RowChange,
  ScenarioChanges,
  ScenarioExpectation,
} from './results/changes.js';
export type { Judgement, Reading } from './results/judge.js';
export type { Regression } from './results/fail-on.js';
export type { Scenario } from './scenario/scenario.js';
export type { Interval } from './stats/interval.js';
export type { Sweep, SweepCrossing, SweepFigure, SweepPoint } from './sweep/result.js';
export type { ModeTrace, Trace } from './trace/trace.js';
