import type { WorkflowOverride } from '../scenario/changes.js';
import type { Layers } from '../scenario/layers.js';
import { fail, type Path } from '../scenario/problems.js';
import { readText } from '../scenario/source-text.js';
import type { Value } from '../scenario/values.js';
import type { GivenFlag } from './flag.js';

/** Lays `path=value` over a scenario; the value is read as YAML. */
export function assign(layers: Layers, { text, flag }: GivenFlag): void {
  const { path, value } = readAssignment(flag, text);
  // The scenario has been laid over it already.
  if (isWorkflow(path) && typeof value === 'string') return;
  layers.set(path, value, flag);
}

/** The workflow of `workflow=…`: a path in it begins in the scenario's folder, as if it stood in the scenario. */
export function assignedWorkflow({ text, flag }: GivenFlag): WorkflowOverride | undefined {
  const { path, value } = readAssignment(flag, text);
  return isWorkflow(path) ? { value, flag, isFromHere: false } : undefined;
}

function isWorkflow(path: Path): boolean {
  return path.length === 1 && path[0] === 'workflow';
}

/** As deep as a file may be. */
const DEEPEST = 32;

function readAssignment(flag: string, text: string): { path: Path; value: Value } {
  const cut = text.indexOf('=');
  const path = text.slice(0, Math.max(cut, 0)).trim();
  // `faults[0].for` and `faults.0.for`; lists are told from mappings by what is there.
  const steps = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  if (steps.some((step) => step === '' || step === '__proto__')) {
    fail({
      code: 'bad-flag',
      place: { flag },
      expected: 'path=value, such as load.rate=20/s or faults[0].for=5s',
    });
  }
  if (steps.length > DEEPEST) fail({ code: 'too-deep', place: { flag } });
  return { path: steps, value: readText(text.slice(cut + 1), { flag }).root };
}
