import {sizeOf} from '../../passes/rewrite.js';
import type {Node, Program, Value} from '../../program/program.js';
import {loweringOf, type Lowering} from '../lowering/lowering.js';

/** A node, and how the machine runs it. */
export interface Lowered {
  readonly node: Node;
  readonly lowering: Lowering;
}

/** Nodes that run together: element-wise ones of one size, a node of whole arrays, or a kernel of the backend. */
export type Region =
  | {readonly kind: 'loop'; readonly count: number; readonly nodes: Lowered[]}
  | {readonly kind: 'whole'; readonly nodes: readonly [Lowered]}
  | {readonly kind: 'kernel'; readonly node: Node};

/**
 * Groups the nodes of a program into regions, in an order in which each region needs earlier ones alone. Sums over all the
 * elements of what a loop makes belong to the loop.
 */
export function groupIntoRegions({values, nodes}: Program): Region[] {
  const regions: Region[] = [];
  /** For each value the index of the first region that can read it: that which makes it, or the next one. */
  const ready = new Map<number, number>();
  for (const node of nodes) {
    const lowering = loweringOf(node, values);
    const earliest = Math.max(0, ...node.inputs.map(([, {value}]) => ready.get(value) ?? 0));
    const count = lowering && loopCount(node, lowering, values);
    if (lowering !== undefined && count !== undefined) {
      const at = joinLoop(regions, {node, lowering}, count, earliest);
      setReady(ready, node, lowering.kind === 'whole' ? at + 1 : at);
    } else {
      const alone = lowering && ({kind: 'whole', nodes: [{node, lowering}]} as const);
      setReady(ready, node, regions.push(alone ?? {kind: 'kernel', node}));
    }
  }
  return regions;
}

/** Puts a node into the first loop of its size that may hold it; gives the index of the loop. */
function joinLoop(regions: Region[], lowered: Lowered, count: number, earliest: number): number {
  for (let index = earliest; index < regions.length; index++) {
    const region = regions[index] as Region;
    if (region.kind !== 'loop' || region.count !== count) continue;
    region.nodes.push(lowered);
    return index;
  }
  return regions.push({kind: 'loop', count, nodes: [lowered]}) - 1;
}

/** How many elements a loop over the node has; undefined where it does not belong into a loop. */
function loopCount(node: Node, lowering: Lowering, values: readonly Value[]): number | undefined {
  if (lowering.kind === 'element-wise') return sizeOf((values[node.outputs[0] as number] as Value).shape);
  const [x] = lowering.operands;
  const isWholeSum =
    node.kernel === 'Sum' &&
    x?.dtype === 'float32' &&
    sizeOf((values[node.outputs[0] as number] as Value).shape) === 1;
  return isWholeSum ? sizeOf(x.shape) : undefined;
}

function setReady(ready: Map<number, number>, {outputs}: Node, index: number): void {
  for (const id of outputs) if (id !== null) ready.set(id, index);
}
