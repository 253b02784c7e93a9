/**
 * A tape of its own for every call.
 *
 * tfjs shares one tape between all depths, so that an inner gradient also walks back what an outer one recorded before
 * it began: an inner result would depend on whether somebody differentiates around it. Here an inner call records on an
 * empty tape, which joins the outer one at its end. And within the backward pass of an outer gradient, or the body of a
 * customGrad, where tfjs records nothing and would lose the outer tape, a call stands for itself.
 */
import {currentTape, isRecording, withTape, type Tape} from '../tfjs/recording.js';

export function onOwnTape<T>(f: () => T): T {
  if (!isRecording()) return withTape(null, f);
  const own: Tape = [];
  try {
    return withTape(own, f);
  } finally {
    const outer = currentTape();
    for (const node of own) outer.push(node);
  }
}
