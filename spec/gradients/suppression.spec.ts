import * as tf from '@tensorflow/tfjs-core';

import {valueAndGradient} from '../../src/index.js';
import {expectNumbers, expectThrow, onEachBackend, scoped} from '../support.js';

const boxes = (): tf.Tensor2D =>
  tf.tensor2d([
    [0, 0, 1, 1],
    [0, 0.3, 1, 1.3],
  ]);
const scores = (): tf.Tensor1D => tf.tensor1d([0.9, 0.5]);

const selected = (softness: number) => (corners: tf.Tensor, confidences: tf.Tensor) => {
  const {nonMaxSuppressionWithScore} = tf.image;
  const [at, of] = [corners as tf.Tensor2D, confidences as tf.Tensor1D];
  return nonMaxSuppressionWithScore(at, of, 2, 0.9, 0.01, softness)['selectedScores'] as tf.Tensor;
};

onEachBackend('the scores of nonMaxSuppressionWithScore', () => {
  it(
    'are refused a gradient by the boxes if the suppression is soft',
    scoped(() => {
      const args = [boxes(), scores()] as const;
      expectThrow(
        () => valueAndGradient(selected(0.8), args),
        /^tf.image.nonMaxSuppressionWithScore: .* Pass boxes that do not depend on the arguments of f, or a softNmsSigma of 0\.$/,
      );
    }),
  );

  it(
    'have a gradient by the scores if the boxes are not differentiated',
    scoped(() => {
      const iou = 0.7 / 1.3;
      const [, found] = valueAndGradient(
        (confidences: tf.Tensor) => selected(0.8)(boxes(), confidences),
        scores(),
      );
      expectNumbers(found, [1, Math.exp((-0.5 / 0.8) * iou * iou)]);
    }),
  );

  it(
    'do not depend on the boxes if the suppression is hard',
    scoped(() => {
      const [, [dBoxes, dScores]] = valueAndGradient(selected(0), [boxes(), scores()]);
      expectNumbers([dBoxes, dScores], [tf.zeros([2, 4]).arraySync(), [1, 1]]);
    }),
  );
});
