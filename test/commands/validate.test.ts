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
    expect(stdout.split('\n')[0]).toBe(`${good!}: ok`);
    expect(stdout.match(/: ok$/gm)).toHaveLength(1);
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

  it('says below the file what its plan warns of, and with --strict exits 1 where there is anything', async () => {
    const overloaded = makeFile(`title: Overloaded
services: { a: { latency: 30ms, concurrency: 2 } }
steps: [{ service: a }]
load: { rate: 200/s, duration: 20s, warmup: 1s }
`);
    const { code, stdout, stderr } = await runMain(['validate', overloaded]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      `${overloaded}: ok\n` +
        `${overloaded}: note: a: overloaded in direct and event mode: 200/s x 30.0 ms of work = 6.00 busy workers of 2 (rho 3.00); raise its concurrency or lower load.rate (200/s) (overloaded)\n`,
    );
    expect(await runMain(['validate', overloaded, '--strict'])).toEqual({ code: 1, stdout, stderr });
    expect(await runMain(['validate', 'healthy', '--strict'])).toEqual({
      code: 0,
      stdout: 'healthy: ok\n',
      stderr: '',
    });
    expect(await runMain(['validate', 'healthy', 'nowhere.yaml', overloaded, '--strict'])).toMatchObject({
      code: 2,
    });
  });

  it('every bundled scenario is ok', async () => {
    const { code, stdout, stderr } = await runMain(['validate', 'scenarios']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^scenarios\/slow-payment\.yaml: ok$/m);
  });
});
