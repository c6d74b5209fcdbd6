/**
 * How much of what bare clients reach a real run reaches: calls over HTTP beside bare undici, events beside a bare JetStream
 * client, each in the same processes, in turns; and what a step costs. On the built program, as a user runs it.
 *
 *     npm run bench:real [rounds]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Comparison } from '../../src/compare/comparison.js';
import { bareCalls, bareEvents } from './real-bare.js';

const CLI = fileURLToPath(new URL('../../../../../dist/cli.js', import.meta.url));
/** Callers that ask again as soon as they are answered. */
const CLIENTS = 64;
const SECONDS = 5;
const WARM_UP = 2;

const rounds = Number(process.argv[2] ?? 3);

/** Nobody works: what is left is the way. */
function scenarioOf(services: number): string {
  const names = ['one', 'two'].slice(0, services);
  return JSON.stringify({
    title: 'Bench',
    services: Object.fromEntries(names.map((name) => [name, { latency: '0.01ms', concurrency: 1000 }])),
    steps: names.map((service, index) => ({
      service,
      emits: `${service}Done`,
      ...(index === 0 ? {} : { on: 'oneDone' }),
    })),
    caller: { timeout: '10s' },
    bus: { deliveryLatency: '0ms', outbox: true },
    load: { clients: CLIENTS, thinkTime: '0ms', duration: `${SECONDS + WARM_UP}s`, warmup: `${WARM_UP}s` },
  });
}

interface Ours {
  rate: number;
  /** Wall time beside the load's own. Seconds. */
  around: number;
  bytes: number;
  cpu: number;
}

/** One real run; of each step the bytes of journals and the CPU time of all processes, in microseconds. */
async function ours(mode: 'direct' | 'event'): Promise<Ours> {
  const folder = mkdtempSync(join(tmpdir(), 'cd-bench-'));
  try {
    const file = join(folder, 'bench.yaml');
    writeFileSync(file, scenarioOf(mode === 'direct' ? 1 : 2));
    const begun = performance.now();
    const keep = join(folder, 'kept');
    const args = ['run', file, '--real', '--modes', mode, '--format', 'json', '--keep', keep];
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const used = watchCpu(child.pid ?? 0);
    let [text, problem] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    child.stderr.on('data', (part: Buffer) => (problem += part.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(problem);
    const time = (performance.now() - begun) / 1000;
    const run = (JSON.parse(text) as Comparison).modes[mode];
    if (run === undefined) throw new Error(`${mode} did not run`);
    const steps = Object.values(run.services).reduce((sum, { attempts }) => sum + attempts, 0);
    const all = steps * ((SECONDS + WARM_UP) / SECONDS);
    return {
      rate: run.requests.completed / SECONDS,
      around: time - SECONDS - WARM_UP,
      bytes: sizeOf(keep) / all,
      cpu: (used() / all) * 1e6,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Seconds of CPU that a process and all below it have used, as long as they could be seen. Linux alone tells. */
function watchCpu(id: number): () => number {
  const used = new Map<string, number>();
  const look = (): void => {
    const parents = new Map<string, string>();
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        parents.set(name, fields[1] ?? '');
        const isOurs = name === String(id) || used.has(fields[1] ?? '') || used.has(name);
        if (isOurs) used.set(name, (Number(fields[11]) + Number(fields[12])) / 100);
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  const timer = setInterval(look, 200);
  return () => {
    clearInterval(timer);
    return [...used.values()].reduce((sum, seconds) => sum + seconds, 0);
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

const CONTESTS = [
  { name: 'calls over HTTP', mode: 'direct', bare: bareCalls },
  { name: 'events over JetStream', mode: 'event', bare: bareEvents },
] as const;

console.log(`${CLIENTS} clients, ${SECONDS} s each, median of ${rounds} rounds\n`);
console.log(
  ['', 'per second', 'bare', 'ratio', 'start, end', 'bytes/step', 'CPU/step']
    .map((cell, index) => (index === 0 ? cell.padEnd(24) : cell.padStart(12)))
    .join(''),
);
for (const { name, mode, bare } of CONTESTS) {
  const results: (Ours & { bare: number })[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const run = await ours(mode);
    results.push({ ...run, bare: await bare(CLIENTS, SECONDS * 1000) });
  }
  const of = (figure: (result: Ours & { bare: number }) => number): number => median(results.map(figure));
  console.log(
    name.padEnd(24) +
      [
        of(({ rate }) => rate).toFixed(0),
        of((result) => result.bare).toFixed(0),
        of((result) => result.rate / result.bare).toFixed(2),
        `${of(({ around }) => around).toFixed(1)} s`,
        of(({ bytes }) => bytes).toFixed(0),
        `${of(({ cpu }) => cpu).toFixed(0)} µs`,
      ]
        .map((cell) => cell.padStart(12))
        .join(''),
  );
}
