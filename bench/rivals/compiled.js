/** What the rivals that are graph functions share. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {graph, valueAndGradient} from 'tfjs-value-and-gradient';
import {readAll, toTensor} from './tensors.js';

const TRACES = 2;

/** A graph function, traced at other arguments than those that it is timed at. `kind` is the machine that must run it. */
export async function prepareOn(kind, {args, others, inTfjs}) {
  await tf.setBackend('cpu');
  const compiled = graph(inTfjs(tf));
  const at = (tensors) => {
    const [value, gradients] = valueAndGradient(compiled, tensors);
    return readAll([value, ...gradients]);
  };
  for (let trace = 0; trace < TRACES; trace++) at(others.map(toTensor));
  const tensors = args.map(toTensor);
  return {run: () => at(tensors), prove: () => prove(compiled, kind)};
}

/** Throws unless a program was compiled and has run on the machine. */
function prove(compiled, kind) {
  const {signatures} = compiled.inspect();
  if (signatures.length !== 1) throw new Error(`one signature expected, found ${signatures.length}`);
  const [{calls, instructions}] = signatures;
  if (calls <= TRACES || !instructions.startsWith(`machine: ${kind}`))
    throw new Error(`no compiled program ran on the machine '${kind}'`);
}
