/** How values are written, for whoever wrote one otherwise. */
export const DURATION_EXPECTED = 'a duration such as 250ms, 1.5s or 2m';
export const RATE_EXPECTED = 'a rate such as 80/s or 600/m';
export const SHARE_EXPECTED = 'a share from 0 to 1, such as 3% or 0.03';
