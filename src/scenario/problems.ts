import type { Value } from './values.js';
import { describe } from './wording.js';

/**
 * The base of everything that ends with exit code 2: wrong usage, or a scenario that cannot be used. Its message is
 * finished text for a person, safe for a terminal, and no stack trace is to be shown with it.
 *
 * Deliberately not one: a gate that failed (1), a broker that could not be reached (3), an interrupt (130), and
 * every mistake of this program itself, which keeps its stack.
 */
export class UsageProblem extends Error {
  override readonly name: string = 'UsageProblem';

  constructor(
    /** What was found, in a word for tests and tools: `unknown-service`, `no-such-file`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Where in the scenario, if it is a problem of one: `['faults', 0, 'target']`. */
  get path(): Path | undefined {
    return undefined;
  }

  /** Where it was written, if that is known: in a file, or in a flag. */
  get place(): Place | undefined {
    return undefined;
  }
}

/** Where in a scenario: `['faults', 0, 'target']`. */
export type Path = readonly (string | number)[];

/**
 * Where the wrong value was written: in a file, or in a flag. Lines and columns count from 1. A file is foreign that was
 * named by another file and not on the command line: what it holds may be nobody's business, and is not quoted.
 */
export type Place =
  | { file: string; line: number; column: number; isForeign?: true }
  | { file: string; isForeign?: true }
  | { flag: string };

type ProblemCode =
  // of files
  | 'no-such-file'
  | 'not-a-file'
  | 'unreadable'
  | 'too-large'
  | 'not-text'
  | 'broken-yaml'
  | 'duplicate-key'
  | 'several-documents'
  | 'not-a-mapping'
  | 'too-many-nodes'
  | 'too-deep'
  | 'unknown-scenario'
  | 'unknown-workflow'
  | 'no-scenarios'
  | 'not-one-scenario'
  | 'no-result'
  // of single values
  | 'invalid'
  | 'missing'
  | 'unknown-field'
  | 'bad-name'
  | 'bad-flag'
  // of values against each other
  | 'unknown-service'
  | 'unused-service'
  | 'own-workflow'
  | 'workflow'
  | 'wrong-order'
  | 'too-late'
  | 'needs-open-loop'
  | 'needs-slots'
  | 'too-many-requests'
  | 'too-many-changes';

/** What was found, apart from how it is worded. Texts in it are as they were written, control characters and all. */
export interface Problem {
  code: ProblemCode;
  place?: Place | undefined;
  path?: Path;
  /** Other values that it lies in: where a flag has set one of them, the flag is to blame. */
  or?: readonly Path[];
  /** The offending value, name or text. */
  found?: Value | undefined;
  /** What would have been right, as a phrase: `a duration such as 250ms`. */
  expected?: string | undefined;
  /** The names that would have been right: for a list, and for "did you mean". */
  known?: readonly string[];
  /** What was meant, where that is clear: the path of a field that was looked for in the wrong place. */
  meant?: string;
  /** What only this problem can say, as a sentence or a part of one: a parser's words, an error's code. */
  because?: string;
}

/** A scenario that cannot be used. */
export class ScenarioProblem extends UsageProblem {
  override readonly name = 'ScenarioProblem';

  constructor(readonly problems: readonly [Problem, ...Problem[]]) {
    super(problems[0].code, describe(problems));
  }

  override get path(): Path | undefined {
    return this.problems[0].path;
  }

  override get place(): Place | undefined {
    return this.problems[0].place;
  }
}

/** @throws {ScenarioProblem} */
export function fail(problem: Problem): never {
  throw new ScenarioProblem([problem]);
}
