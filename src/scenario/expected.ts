/** How values are written: in messages for whoever wrote one otherwise, and in the JSON Schema. */
export const DURATION_EXAMPLES = ['250ms', '1.5s', '2m'] as const;
export const RATE_EXAMPLES = ['80/s', '600/m'] as const;
export const SHARE_EXAMPLES = ['3%', 0.03] as const;

export const DURATION_EXPECTED = `a duration such as ${or(DURATION_EXAMPLES)}`;
export const RATE_EXPECTED = `a rate such as ${or(RATE_EXAMPLES)}`;
export const SHARE_EXPECTED = `a share from 0 to 1, such as ${or(SHARE_EXAMPLES)}`;

function or(examples: readonly (string | number)[]): string {
  return `${examples.slice(0, -1).join(', ')} or ${examples.at(-1) ?? ''}`;
}
