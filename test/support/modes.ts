import { type Mode, MODES } from '../../src/scenario/modes.js';

/** The modes themselves, without their variants. */
export const COUPLINGS: Mode[] = MODES.filter((mode) => !mode.includes(':'));
