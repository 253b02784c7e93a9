/**
 * Faults that are known and not mended yet. They are counted, not reported, so that a new one is seen among them. Whoever
 * mends one takes its row out.
 */
import type {Failed} from './campaign.js';
import type {Program} from './program.js';

interface OpenFault {
  readonly what: string;
  readonly isMet: (failed: Failed, program: Program) => boolean;
}

const uses = ({operations}: Program, ...names: string[]): boolean =>
  names.some((name) => operations.includes(name));

export const openFaults: readonly OpenFault[] = [
  {
    what: 'logSigmoid of what nothing else keeps: its gradient reads a tensor that is disposed of',
    isMet: ({property}, program) => property === 'the tape throws' && uses(program, 'logSigmoid'),
  },
];
