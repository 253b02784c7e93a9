import {valueAndGradient} from '../../src/index.js';

/** A way of differentiating: every one of them has to pass the whole suite. */
export interface Subject {
  readonly name: string;
  readonly valueAndGradient: typeof valueAndGradient;
}

export const subjects: readonly Subject[] = [{name: 'the tape', valueAndGradient}];
