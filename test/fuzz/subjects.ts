/** What can be fuzzed, beside whole scenarios. */
export const SUBJECTS = ['flags', 'gates', 'figures'] as const;
export type Subject = (typeof SUBJECTS)[number];
