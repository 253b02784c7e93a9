/**
 * Times the first two calls of a graph function in a process of its own, and the proof within them: microseconds of the
 * processor, which do not depend on what else it does.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import process from 'node:process';
import {moduleWith, registerGradients} from '../../scripts/mutants/bundle.js';
import {toTensor} from '../rivals/tensors.js';
import {load} from '../workloads/index.js';

/** A clock around each run of the proof and its comparison, in the sources as they are bundled here. */
const CLOCK = {
  file: 'src/graph/proof/prove.ts',
  find: 'verdict = this.#verdictOn(runner.run(this.evidence.inputs));',
  replace: `{
    const clock = globalThis as unknown as {spent: number; spentNow(): number};
    const start = clock.spentNow();
    verdict = this.#verdictOn(runner.run(this.evidence.inputs));
    clock.spent += clock.spentNow() - start;
  }`,
};

globalThis.spentNow = () => {
  const {user, system} = process.cpuUsage();
  return user + system;
};

await tf.setBackend('cpu');
await registerGradients();
const {args, others, inTfjs} = await load(process.argv[2]);
const {graph, valueAndGradient} = await moduleWith([CLOCK]);
const first = measure();
const next = measure();
console.log(JSON.stringify({...first, warm: next.proof / next.total}));

function measure() {
  const compiled = graph(inTfjs(tf));
  const tensors = [others, args].map((values) => values.map(toTensor));
  globalThis.spent = 0;
  const start = globalThis.spentNow();
  for (const given of tensors) valueAndGradient(compiled, given);
  const total = globalThis.spentNow() - start;
  const [{reason}] = compiled.inspect().signatures;
  if (reason !== undefined) process.stderr.write(`${reason}\n`);
  return {total, proof: globalThis.spent};
}
