/** The suppression of boxes that overlap better ones. */
import {
  div,
  equal,
  gather,
  mul,
  onesLike,
  reshape,
  zeros,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {where} from '../operations/selection.js';
import {scatter} from '../operations/remainders.js';
import {rule} from '../rule.js';

interface SuppressionAttributes {
  readonly softNmsSigma: number;
}

function zerosOf({shape}: Tensor): () => Tensor {
  return () => zeros(shape);
}

/** Which boxes a suppression selects is piecewise constant. */
const suppressions = ['NonMaxSuppressionV3', 'NonMaxSuppressionV4'].map((kernelName) =>
  rule<NamedAttrMap, Tensor | Tensor[]>(kernelName, {inputs: ['boxes', 'scores']}, (_, saved) => {
    const [boxes, scores] = saved as [Tensor, Tensor];
    return {boxes: zerosOf(boxes), scores: zerosOf(scores)};
  }),
);

/** A selected score is its box's own, times a weight where the suppression is soft. */
const suppressionWithScores = rule<SuppressionAttributes, Tensor[]>(
  'NonMaxSuppressionV5',
  {inputs: ['boxes', 'scores'], outputs: [true, true]},
  ([, dScores], saved, {softNmsSigma}) => {
    const [boxes, scores, indices, selected] = saved as [Tensor, Tensor, Tensor, Tensor];
    return {
      boxes: () => {
        if (softNmsSigma > 0) throw softBoxes();
        return zeros(boxes.shape);
      },
      scores: () => {
        const original = gather(scores, indices);
        const isZero = equal(original, 0);
        const weights = where(
          isZero,
          onesLike(selected),
          div(selected, where(isZero, onesLike(original), original)),
        );
        const updates = mul(dScores as Tensor, weights);
        return scatter(reshape(indices, [-1, 1]), updates, scores.shape);
      },
    };
  },
);

/** The weights of a soft suppression depend on how much the boxes overlap. TensorFlow has no gradient of that either. */
function softBoxes(): Error {
  return new Error(
    'tf.image.nonMaxSuppressionWithScore: its selected scores have no gradient with respect to the boxes if softNmsSigma is ' +
      'above 0. Pass boxes that do not depend on the arguments of f, or a softNmsSigma of 0.',
  );
}

export const rules: readonly GradConfig[] = [...suppressions, suppressionWithScores];
