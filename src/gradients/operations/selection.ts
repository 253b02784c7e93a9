/** `tf.where` for tensors of any rank: webgl's kernel stops at rank 4. */
import {backend_util, broadcastTo, engine, reshape, type Tensor} from '@tensorflow/tfjs-core';

const HIGHEST_RANK = 4;

/** `tf.where` for three tensors of one shape, without the clones that it makes to broadcast them. */
export function select(condition: Tensor, chosen: Tensor, otherwise: Tensor): Tensor {
  const {rank, shape, size} = chosen;
  if (rank <= HIGHEST_RANK) return engine().runKernel('Select', {condition, t: chosen, e: otherwise});
  const [c, t, e] = [condition, chosen, otherwise].map((x) => reshape(x, [size])) as [Tensor, Tensor, Tensor];
  return reshape(select(c, t, e), shape);
}

/** `tf.where`, which broadcasts. */
export function where(condition: Tensor, chosen: Tensor, otherwise: Tensor): Tensor {
  const given = [condition, chosen, otherwise];
  const shape = given
    .map((x): number[] => x.shape)
    .reduce((one, other) => backend_util.assertAndGetBroadcastShape(one, other));
  const [c, t, e] = given.map((x) => (isOfShape(x, shape) ? x : broadcastTo(x, shape))) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  return select(c, t, e);
}

function isOfShape({shape}: Tensor, expected: readonly number[]): boolean {
  return shape.length === expected.length && shape.every((size, axis) => size === expected[axis]);
}
