import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFile, makeFolder, runMain, SMALL } from './console.js';

/** Milliseconds that no answer takes, however busy the machine: a guard against a hang, not a measure of speed. */
const HANG = 15_000;

describe('validate', () => {
  it('has a line for each file, good ones on standard output, bad ones with the reason on standard error', async () => {
    const folder = makeFolder();
    const [good, bad, gate] = ['a.yaml', 'b.yaml', 'c.yaml'].map((name) => join(folder, name));
    writeFileSync(good!, SMALL);
    writeFileSync(bad!, SMALL.replace('target: back', 'target: bakc'));
    writeFileSync(gate!, `${SMALL}expect: ["event.complted > 0"]\n`);
    const missing = join(folder, 'missing.yaml');
    const { code, stdout, stderr } = await runMain(['validate', missing, good!, bad!, gate!]);
    expect(code).toBe(2);
    expect(stdout).toBe(`${good!}: ok\n`);
    const messages = stderr.match(/^error: .*$/gm) ?? [];
    expect(messages).toHaveLength(3);
    expect(messages[0]).toContain(`${missing}: there is no such file`);
    expect(messages[1]).toContain(`${bad!}:`);
    expect(messages[2]).toContain(
      `${gate!}:12:10: expect: unknown metric \`complted\`. Nearest: completed. All: \`coupling-demo schema output\``,
    );
  });

  it('runs nothing', async () => {
    const huge = SMALL.replace('rate: 50/s', 'rate: 5000/s').replace('duration: 2s', 'duration: 5h');
    const begun = performance.now();
    expect(await runMain(['validate', makeFile(huge)])).toMatchObject({ code: 0, stderr: '' });
    expect(performance.now() - begun).toBeLessThan(HANG);
  });

  it('every bundled scenario is ok', async () => {
    const { code, stdout, stderr } = await runMain(['validate', 'scenarios']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^scenarios\/slow-payment\.yaml: ok$/m);
  });
});
