/** How far apart figures may be and still count as equal: in words, in marks and in which mode did better. */

/** Shares that differ by less than half a percentage point. */
export const SHARE_MARGIN = 0.005;
/** Times of which the longer one is at most this many times the shorter one. */
export const TIME_MARGIN = 1.1;
/** Response times that the faults have lengthened alike, within this factor. */
export const GROWTH_MARGIN = 1.5;
/** In the tables, any other figures that differ by less than this part of the larger one. */
export const TABLE_MARGIN = 0.01;
