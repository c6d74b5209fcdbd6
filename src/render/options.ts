/** How a comparison is shown; the caller has decided all of it. */
export interface RenderOptions {
  /** Columns that a line may take. */
  width: number;
  /** chalk's levels: no colour, 16, 256, 16 million. */
  color: 0 | 1 | 2 | 3;
  /** No character beyond ASCII. */
  ascii: boolean;
  /** Every row, and every service. */
  verbose: boolean;
  /** The verdict and the gates, nothing else. */
  quiet: boolean;
  /** In Markdown: what matters most first, and the tables folded up. */
  folded?: boolean;
  /** The command line that shows one of its requests. */
  drillDown?: string;
}

/** How results are shown, as far as no single scenario has a say in it. */
export type Display = Omit<RenderOptions, 'drillDown'>;
