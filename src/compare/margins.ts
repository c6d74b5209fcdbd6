/** How far apart figures may be and still count as equal: in words, in marks and in who is ahead. */

/** Shares that differ by less than half a percentage point. */
export const SHARE_MARGIN = 0.005;
/** Times of which the longer one is at most this many times the shorter one. */
export const TIME_MARGIN = 1.1;
/** Answers that the faults slowed down alike, within this factor. */
export const ANSWER_MARGIN = 1.5;
/** Milliseconds between yes and done that nobody notices. */
export const LAG_MARGIN = 10;
/** In the tables, any other figures that differ by less than this part of the larger one. */
export const TABLE_MARGIN = 0.01;
