/**
 * A tape of its own for every call.
 *
 * tfjs shares one tape between all depths, so that an inner gradient also walks back what an outer one recorded before
 * it began: an inner result would depend on whether somebody differentiates around it. Here an inner call records on an
 * empty tape, which joins the outer one at its end. And within the backward pass of an outer gradient, or the body of a
 * customGrad, where tfjs records nothing and would lose the outer tape, a call stands for itself.
 */
import {internals} from '../tfjs/engine.js';
import {resumeOrder, suspendOrder} from './order.js';

export function onOwnTape<T>(f: () => T): T {
  const {state} = internals();
  const {activeTape, gradientDepth, kernelDepth} = state;
  const joins = gradientDepth > 0 && kernelDepth === 0;
  const order = suspendOrder();
  state.activeTape = joins ? [] : null;
  if (!joins) {
    state.gradientDepth = 0;
    state.kernelDepth = 0;
  }
  try {
    return f();
  } finally {
    if (joins) for (const node of state.activeTape ?? []) activeTape?.push(node);
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
    state.kernelDepth = kernelDepth;
    resumeOrder(order);
  }
}
