import type { Changes, WorkflowOverride } from './changes.js';
import { interpret } from './interpret.js';
import { Layers } from './layers.js';
import { printable } from './printable.js';
import { fail, type Path, type Problem, ScenarioProblem } from './problems.js';
import type { Scenario } from './scenario.js';
import { WORKFLOW_FIELDS } from './schema.js';
import { findWorkflow, folderOf, HERE, type ScenarioSource, shownName, stem } from './sources.js';
import { readSaved } from './saved.js';
import { readMapping, readMappingText } from './source-text.js';
import { formatPlace } from './wording.js';

/**
 * Reads a scenario, lays it over the workflow that it names and the changes over both, and writes out every default.
 *
 * @throws {UsageProblem} when it cannot be used; the message says where and why
 */
export async function readScenario(source: ScenarioSource, changes?: Changes): Promise<Scenario> {
  const override = await changes?.workflow();
  const layers = await readLayers(source, override);
  await changes?.apply(layers);
  const result = interpret(layers.value, printable(stem(source.path)));
  if ('problems' in result) throw placed(result.problems, layers, misfitOf(source, override));
  return result.scenario;
}

/**
 * Where a gate of a scenario was written: in a file, or in a flag.
 *
 * @param fromEnd how many gates come after it
 */
export async function placeOfGate(
  source: ScenarioSource,
  changes: Changes | undefined,
  fromEnd: number,
): Promise<string> {
  const layers = await readLayers(source, await changes?.workflow());
  await changes?.apply(layers);
  const { expect } = layers.value;
  const count = Array.isArray(expect) ? expect.length : 1;
  return formatPlace(layers.placeOf(['expect', count - 1 - fromEnd]));
}

async function readLayers(source: ScenarioSource, override: WorkflowOverride | undefined): Promise<Layers> {
  const shown = shownName(source);
  const file = await readRoot(source, shown);
  const reference = override?.value ?? file.root.workflow;
  const layers = new Layers();
  if (typeof reference !== 'string') {
    layers.addFile(file);
    return layers;
  }
  const found = await findWorkflow(reference, override?.isFromHere === true ? HERE : folderOf(source));
  const place = override === undefined ? file.locate(['workflow']) : { flag: override.flag };
  if ('known' in found) {
    fail({ code: 'unknown-workflow', place, path: ['workflow'], found: reference, known: found.known });
  }
  if (override !== undefined && file.root.steps !== undefined) {
    const because = `${shownName(source)} has steps of its own, and no workflow that another could stand in for`;
    fail({ code: 'own-workflow', place: { flag: override.flag }, because });
  }
  const workflow = await readMapping({
    path: found.path,
    shown: found.shown,
    // What is bundled is no secret.
    ...(found.bundled ? {} : { named: { place, reference } }),
  });
  for (const key of Object.keys(workflow.root)) {
    if (WORKFLOW_FIELDS.includes(key)) continue;
    fail({
      code: 'unknown-field',
      place: workflow.locate([key], 'key'),
      path: [key],
      found: key,
      known: WORKFLOW_FIELDS,
    });
  }
  layers.addFile(workflow);
  layers.addFile(file);
  // What there is to look at was said of another workflow.
  if (override !== undefined) layers.remove(['look']);
  // Of a file the content is in the scenario now, which could not find it from elsewhere.
  if (!found.bundled) layers.remove(['workflow']);
  else if (override !== undefined) layers.set(['workflow'], reference, override.flag);
  return layers;
}

function readRoot(
  { path, text, saved }: ScenarioSource,
  shown: string,
): ReturnType<typeof readMapping> | ReturnType<typeof readMappingText> {
  if (text !== undefined) return readMappingText(text, shown);
  if (saved !== undefined) return readSaved(path, shown.replace(/#\d+$/, ''), saved);
  return readMapping({ path, shown });
}

/** What in a scenario may not fit a workflow that a flag has put under it: of that, the flag is to blame. */
interface Misfit {
  /** As places have it. */
  file: string;
  flag: string;
}

function misfitOf(source: ScenarioSource, override: WorkflowOverride | undefined): Misfit | undefined {
  return override === undefined ? undefined : { file: shownName(source), flag: override.flag };
}

const NAMES_A_SERVICE = ['unknown-service', 'unused-service'];

/** The problems with the places where they were written: many more than a few help nobody. */
function placed(problems: readonly Problem[], layers: Layers, misfit: Misfit | undefined): ScenarioProblem {
  // A slip in a name explains what is missing: `men` and no `mean`.
  const slips = problems.filter(({ code }) => code === 'unknown-field');
  const ordered = [...slips, ...problems.filter((problem) => !slips.includes(problem))];
  const [first, ...others] = ordered.slice(0, 50).map((problem) => place(problem, layers, misfit));
  if (first === undefined) throw new TypeError('no problem to report');
  return new ScenarioProblem([first, ...others]);
}

function place(problem: Problem, layers: Layers, misfit: Misfit | undefined): Problem {
  const { path = [], or = [], code } = problem;
  const blamed = [path, ...or].find((candidate) => isFromFlag(candidate, layers)) ?? path;
  const part = ['unknown-field', 'bad-name', 'unused-service'].includes(code) ? 'key' : 'value';
  const written = layers.placeOf(blamed, part);
  const isMisfit = misfit !== undefined && NAMES_A_SERVICE.includes(code);
  const where =
    isMisfit && written !== undefined && 'file' in written && written.file === misfit.file
      ? { flag: misfit.flag }
      : written;
  return { ...problem, path: blamed, place: where };
}

function isFromFlag(path: Path, layers: Layers): boolean {
  const where = layers.placeOf(path);
  return where !== undefined && 'flag' in where;
}
