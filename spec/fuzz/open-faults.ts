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

export const openFaults: readonly OpenFault[] = [
  {
    what: 'by design: arrays that are not differentiated count by what they hold, and are traced anew',
    isMet: ({property}, {inputs, form}) =>
      property === 'compiled' && form.api === 'value' && inputs.some(({isLike}) => isLike),
  },
];
