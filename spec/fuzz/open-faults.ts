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
  {
    what: 'tf.min and tf.max hand the whole gradient to each of several equal elements',
    isMet: ({property}, program) => property === 'slope' && uses(program, 'min', 'max'),
  },
  {
    what: 'the gradient of tf.mod of integers by its divisor takes their floor',
    isMet: ({property}, program) => property === 'the tape throws' && uses(program, 'intMod'),
  },
  {
    what: 'the gradient of tf.unstack and tf.split stacks parts of several dtypes',
    isMet: ({property, text}) => property === 'the tape throws' && text.includes('must have matching dtypes'),
  },
  {
    what: 'rules that use tf.where have no gradient beyond rank 4 on webgl, whose kernel stops there',
    isMet: ({property, text}) =>
      property === 'the tape throws' && /Where for rank [56] is not yet/.test(text),
  },
  {
    what: 'softmaxCrossEntropy, smoothed on a rank other than 2: the labels do not sum to 1, which its gradient takes for granted',
    isMet: ({property}, program) => property === 'slope' && uses(program, 'losses.softmaxCrossEntropy'),
  },
];
