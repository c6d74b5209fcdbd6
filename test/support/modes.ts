/** The modes themselves, without their variants. */
export { BASE_MODES as COUPLINGS } from '../../src/modes/registry.js';
