import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { changesOf, type ScenarioFlags } from '../../src/flags/changes.js';
import { loadScenario } from '../../src/scenario/load.js';
import { ScenarioProblem } from '../../src/scenario/problems.js';
import type { Scenario } from '../../src/scenario/scenario.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder that is gone after the test, with these files in it. */
export function folderWith(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'coupling-demo-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The scenario that a file with this content comes to. */
export async function load(content: string | Buffer, flags: ScenarioFlags = {}): Promise<Scenario> {
  return loadScenario(join(folderWith({ 's.yaml': content }), 's.yaml'), changesOf(flags));
}

/** What is found wrong with a file of this content; its folder is left out of the message. */
export async function problemOf(
  content: string | Buffer,
  flags: ScenarioFlags = {},
): Promise<{ code: string; message: string }> {
  const folder = folderWith({ 's.yaml': content });
  try {
    await loadScenario(join(folder, 's.yaml'), changesOf(flags));
  } catch (error) {
    if (!(error instanceof ScenarioProblem)) throw error;
    return { code: error.code, message: error.message.replaceAll(`${folder}/`, '') };
  }
  throw new Error('nothing was found wrong with it');
}

/** Two steps, a and payment, on four lines. */
export const TWO_STEPS = `services: { a: { latency: 5ms }, payment: { latency: 5ms } }
steps:
  - { service: a, emits: X }
  - { service: payment, on: X }
`;
