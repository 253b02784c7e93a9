/** What a rival's thread does: it prepares a workload, and then answers what `rival.js` asks. */
import {performance} from 'node:perf_hooks';
import {parentPort, workerData} from 'node:worker_threads';
import {load} from '../workloads/index.js';

const answers = {
  /** What a call gives, or the rival's own results, as typed arrays; and its proof that it does what it claims. */
  async results({run, results: ask = run, prove}) {
    const results = await ask();
    prove?.();
    return results;
  },

  /** Runs for so many milliseconds: what a call takes in the end, in microseconds. */
  async warmUp(rival, milliseconds) {
    let [calls, spent, microseconds] = [1, 0, 0];
    while (spent < milliseconds) {
      microseconds = await answers.time(rival, calls);
      spent += (calls * microseconds) / 1000;
      calls = Math.ceil(Math.min(2 * calls, (1000 * milliseconds) / 4 / microseconds));
    }
    return microseconds;
  },

  /** The mean time of a call in microseconds, over this many calls. */
  async time({run}, calls) {
    const start = performance.now();
    for (let call = 0; call < calls; call++) {
      const pending = run();
      if (pending instanceof Promise) await pending;
    }
    return ((performance.now() - start) / calls) * 1000;
  },
};

const preparing = prepareWorkload(workerData);
// A failure is reported when results are asked for, as the reason why the rival does not run.
preparing.catch(() => undefined);

parentPort.on('message', async ({question, value}) => {
  try {
    parentPort.postMessage({answer: await answers[question](await preparing, value)});
  } catch (error) {
    parentPort.postMessage({refusal: error.message});
  }
});

async function prepareWorkload({rival, workload, size, optimizer}) {
  const {prepare} = await import(`../rivals/${rival}.js`);
  return prepare(await load(workload, size), optimizer);
}
