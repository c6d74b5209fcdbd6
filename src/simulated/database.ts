import { Callback } from '../engine/clock.js';
import type { StepPlan } from '../plan/plan.js';
import { type Answer, DONE, failed, type Failed } from '../system/answer.js';
import { Attempt, type AttemptSource, type Pending } from '../system/attempt.js';
import { type LossyPath, lossyPath } from '../system/network.js';
import { Request } from '../system/request.js';
import type { Service } from '../system/service.js';
import type { World } from '../system/world.js';

/** Takes effect at the database, in the moment when a query succeeds there, and says what has come of it. */
type Commit = () => Answer;
/** Hears how a query ended. */
type Heard = (answer: Answer) => void;

/** What stands between one step and the database. */
interface DatabaseLink {
  database: Service;
  /** What its queries are attempts of. */
  query: StepPlan;
  there: LossyPath | undefined;
  back: LossyPath | undefined;
}

/** A read changes nothing there: what it finds is claimed when it is back. */
const FOUND: Commit = () => DONE;

/**
 * The one database of shared-database mode. It is a service as others are: a query takes one of its slots (or waits for
 * one, as for a connection), takes its time, and meets its faults.
 */
export class Database {
  /** By step. */
  private readonly links: readonly DatabaseLink[];

  constructor(private readonly world: World) {
    const { plan, services } = world;
    const { sharing } = plan;
    const database = services[sharing?.database.index ?? -1];
    this.links = plan.steps.map(({ index, name, service }) => {
      const query = sharing?.queries[index];
      if (database === undefined || query === undefined) throw new RangeError('a plan without a database');
      return {
        database,
        query,
        there: lossyPath(plan, [{ service, way: 'out', other: 'database' }], 'query', name),
        back: lossyPath(plan, [{ service, way: 'in', other: 'database' }], 'result', name),
      };
    });
  }

  /**
   * A step looks for work. It does so for no request in particular, and keeps no run alive.
   *
   * @param key what its luck is drawn by
   */
  read(step: StepPlan, key: number, heard: Heard): void {
    const { plan, clock } = this.world;
    const { now } = clock;
    const counted = now >= plan.load.warmup && now < plan.load.duration;
    const pollRequest = new Request(plan, key, now, counted);
    // Nobody waits for an answer to it.
    pollRequest.response = 'accepted';
    new Query(this.world, this.linkOf(step), undefined, pollRequest, 0, FOUND, heard).send();
  }

  /** An attempt writes what has come of its work, and holds its slot until it has heard. */
  write(from: Attempt, commit: Commit, heard: Heard): void {
    const { step, request, number } = from;
    const query = new Query(this.world, this.linkOf(step), from, request, number, commit, heard);
    from.waitFor(query);
    this.world.pin(request);
    query.send();
  }

  private linkOf({ index, name }: StepPlan): DatabaseLink {
    const link = this.links[index];
    if (link === undefined) throw new RangeError(`no queries of ${name}`);
    return link;
  }
}

/**
 * One query on its way. What is lost on a faulty link breaks the connection: both ends see it at once, and the transaction
 * is rolled back.
 */
class Query implements AttemptSource, Pending {
  private attempt: Attempt | undefined = undefined;
  private isCancelled = false;
  /** What the database has to say. A result that is lost is a broken connection, which is seen at once. */
  private result: Answer = DONE;
  private isLost = false;

  constructor(
    private readonly world: World,
    private readonly link: DatabaseLink,
    /** The attempt that waits for it; a poll is nobody's. */
    readonly from: Attempt | undefined,
    private readonly request: Request,
    /** Among those of its step for the request. */
    private readonly number: number,
    private readonly commit: Commit,
    private readonly heard: Heard,
  ) {}

  send(): void {
    const { there } = this.link;
    const lostAt = this.lostAt(there);
    if (lostAt === undefined) {
      this.goOver(there, () => {
        this.arrive();
      });
    } else {
      this.end(failed('injected', lostAt));
    }
  }

  started(): void {
    // Nobody needs to know.
  }

  worked(attempt: Attempt, outcome: Answer): void {
    if (outcome.state === 'failed') this.fail(attempt, outcome);
    const lostAt = this.lostAt(this.link.back);
    if (lostAt !== undefined) this.result = failed('injected', lostAt);
    else if (outcome.state === 'failed') this.result = outcome;
    else this.result = this.commit();
    this.isLost = lostAt !== undefined;
    attempt.answer(outcome);
  }

  /** The database has given its slot back: the result goes to whoever waits for it. */
  answered(): void {
    const { result } = this;
    if (this.isLost) this.end(result);
    else
      this.goOver(this.link.back, () => {
        this.end(result);
      });
  }

  dropped(attempt: Attempt, answer: Answer): void {
    if (answer.state === 'failed' && !this.isCancelled) this.fail(attempt, answer);
    this.end(answer);
  }

  whereabouts(): { service: number; depth: number } {
    const { service, depth } = this.link.query;
    return { service: service.index, depth };
  }

  /** Nobody waits for it any more: its transaction is rolled back. */
  cancel(): void {
    this.isCancelled = true;
    if (this.attempt !== undefined) this.link.database.cancel(this.attempt);
  }

  private arrive(): void {
    const { link, request, from } = this;
    if (this.isCancelled) {
      this.end(failed('inherited', link.database.index));
      return;
    }
    this.attempt = new Attempt(link.query, request, link.database, this, false, from === undefined);
    link.database.admit(this.attempt);
  }

  private fail({ request, step }: Attempt, failure: Failed): void {
    this.world.facts.failed(request, step, failure, this.attempt);
  }

  private end(answer: Answer): void {
    const { from, world, request } = this;
    from?.goOn(this);
    this.heard(answer);
    if (from !== undefined) world.unpin(request);
  }

  private lostAt(path: LossyPath | undefined): number | undefined {
    if (path === undefined) return undefined;
    return path.lostAt(this.world.clock.now, this.request.key, this.number);
  }

  private goOver(path: LossyPath | undefined, arrive: () => void): void {
    const { clock } = this.world;
    const delay = path?.delay(clock.now) ?? 0;
    if (delay === 0) arrive();
    else clock.set(new Callback(arrive, this.from === undefined), delay);
  }
}
