import { widthOf } from '../width.js';

/**
 * A command line to be copied. One that is too long goes on in the next line, as a shell reads it: only between words,
 * with a backslash. A single word that is longer than the line stays whole: a broken command would be worse.
 */
export function commandLines(lead: string, command: string, width: number): string[] {
  const [first = '', ...words] = shellWords(command);
  const lines = [`${lead}${first}`];
  words.forEach((word, index) => {
    const line = lines.at(-1) ?? '';
    const room = width - (index === words.length - 1 ? 0 : CONTINUED.length);
    if (widthOf(`${line} ${word}`) <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`${' '.repeat(lead.length)}${word}`);
  });
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line}${CONTINUED}`));
}

const CONTINUED = ' \\';

/** At blanks outside of quotes. */
function shellWords(command: string): string[] {
  return command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\]|['"\\])+/g) ?? [];
}
