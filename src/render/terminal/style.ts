import { Chalk } from 'chalk';

/** What colours say here. Without colour each is the identity, and what has to be seen is marked by characters. */
export interface Style {
  hasColor: boolean;
  title: (text: string) => string;
  quiet: (text: string) => string;
  worse: (text: string) => string;
  fault: (text: string) => string;
  good: (text: string) => string;
  bad: (text: string) => string;
}

export function styleOf(level: 0 | 1 | 2 | 3): Style {
  const chalk = new Chalk({ level });
  return {
    hasColor: level > 0,
    title: (text) => chalk.bold(text),
    quiet: (text) => chalk.dim(text),
    worse: (text) => chalk.red(text),
    fault: (text) => chalk.yellow(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red.bold(text),
  };
}
