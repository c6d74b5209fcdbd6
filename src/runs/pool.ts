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

  constructor(private readonly options: PoolOptions) {}

  /**
   * Does all the tasks, beginning with the first ones. What comes out stands in the order of the tasks, whoever did them and
   * when: it is the same for any number of threads. Tasks that an interrupt kept from ending are missing.
   */
  async run(
    tasks: readonly RunTask[],
    progress: Progress = () => undefined,
  ): Promise<(RunMeasurements | undefined)[]> {
    const { threads, interrupted } = this.options;
    if (threads === 1) return inTurn(tasks, [(task) => perform(task, interrupted)], interrupted, progress);
    while (this.lanes.length < Math.min(threads, tasks.length)) this.lanes.push(new Lane());
    const look = setInterval(() => {
      if (interrupted()) void this.close();
    }, LOOK);
    try {
      const performers = this.lanes.map((lane) => (task: RunTask) => lane.perform(task));
      return await inTurn(tasks, performers, interrupted, progress);
    } finally {
      clearInterval(look);
    }
  }

  async close(): Promise<void> {
    const { lanes } = this;
    this.lanes = [];
    await Promise.all(lanes.map((lane) => lane.stop()));
  }
}

/** Whoever has nothing to do takes the next task. */
async function inTurn(
  tasks: readonly RunTask[],
  performers: readonly ((task: RunTask) => Promise<RunMeasurements | undefined>)[],
  interrupted: () => boolean,
  progress: Progress,
): Promise<(RunMeasurements | undefined)[]> {
  const results: (RunMeasurements | undefined)[] = tasks.map(() => undefined);
  let next = 0;
  let done = 0;
  const work = async (perform: (typeof performers)[number]): Promise<void> => {
    for (let task = tasks[next]; task !== undefined && !interrupted(); task = tasks[next]) {
      const index = next;
      next += 1;
      const measured = await perform(task);
      // Half a run is none.
      if (interrupted() || measured === undefined) return;
      results[index] = measured;
      done += 1;
      progress(done);
    }
  };
  await Promise.all(performers.map(work));
  return results;
}
