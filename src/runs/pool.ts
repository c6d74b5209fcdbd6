import type { RunMeasurements } from '../measure/measurements.js';
import { type RunTask, perform } from './run-task.js';
import { Lane } from './lane.js';

interface PoolOptions {
  /** With one, everything runs in this thread. */
  threads: number;
  /** Asked now and then: should it end early? */
  interrupted: () => boolean;
}

/** Told whenever one more task is done. */
type Progress = (done: number) => void;

/** How often an interrupt is looked for, in real milliseconds. */
const LOOK = 50;

/** Does tasks in as many threads as it is told to. They begin with the first task and live until it is closed. */
export class Pool {
  private lanes: Lane[] = [];
  /** What one of the tasks threw: from then on it is as if there had been an interrupt. */
  private thrown: { error: unknown } | undefined;

  constructor(private readonly options: PoolOptions) {}

  /**
   * Does all the tasks, beginning with the first ones. What comes out stands in the order of the tasks, whoever did them and
   * when: it is the same for any number of threads. Tasks that an interrupt or a mistake kept from ending are missing.
   */
  async run(
    tasks: readonly RunTask[],
    progress: Progress = () => undefined,
  ): Promise<(RunMeasurements | undefined)[]> {
    const { threads } = this.options;
    const interrupted = (): boolean => this.hasEnded();
    if (threads === 1) return this.inTurn(tasks, [(task) => perform(task, interrupted)], progress);
    while (this.lanes.length < Math.min(threads, tasks.length)) this.lanes.push(new Lane());
    const look = setInterval(() => {
      if (interrupted()) void this.close();
    }, LOOK);
    try {
      const performers = this.lanes.map((lane) => (task: RunTask) => lane.perform(task));
      return await this.inTurn(tasks, performers, progress);
    } finally {
      clearInterval(look);
    }
  }

  async close(): Promise<void> {
    const { lanes } = this;
    this.lanes = [];
    await Promise.all(lanes.map((lane) => lane.stop()));
  }

  /** What a task threw, if one has: what there is of the others is still worth something. */
  get mistake(): { error: unknown } | undefined {
    return this.thrown;
  }

  private hasEnded(): boolean {
    return this.thrown !== undefined || this.options.interrupted();
  }

  /** Whoever has nothing to do takes the next task. */
  private async inTurn(
    tasks: readonly RunTask[],
    performers: readonly ((task: RunTask) => Promise<RunMeasurements | undefined>)[],
    progress: Progress,
  ): Promise<(RunMeasurements | undefined)[]> {
    const results: (RunMeasurements | undefined)[] = tasks.map(() => undefined);
    let next = 0;
    let done = 0;
    const work = async (perform: (typeof performers)[number]): Promise<void> => {
      for (let task = tasks[next]; task !== undefined && !this.hasEnded(); task = tasks[next]) {
        const index = next;
        next += 1;
        const measured = await perform(task);
        // Half a run is none.
        if (this.hasEnded() || measured === undefined) return;
        results[index] = measured;
        done += 1;
        progress(done);
      }
    };
    const guarded = performers.map((perform) =>
      work(perform).catch((error: unknown) => {
        this.thrown ??= { error };
      }),
    );
    await Promise.all(guarded);
    return results;
  }
}
