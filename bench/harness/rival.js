/** A rival in a thread of its own, so that no rival's work makes the code that another runs slower or faster. */
import {once} from 'node:events';
import {Worker} from 'node:worker_threads';

export class Rival {
  #thread;

  /** `workload` is the name of a file of `workloads/`; `size` is for those that come in sizes, `optimizer` for rivals that train. */
  constructor(name, {workload, size, optimizer}) {
    this.name = name;
    this.#thread = new Worker(new URL('thread.js', import.meta.url), {
      workerData: {rival: name, workload, size, optimizer},
      // tfjs greets its users of Node.
      stderr: true,
    });
  }

  /** The value and the gradients as typed arrays, or `{refusal}`: the reason why there are none. */
  async results() {
    try {
      return await this.#ask('results');
    } catch (error) {
      return {refusal: error.message};
    }
  }

  warmUp(milliseconds) {
    return this.#ask('warmUp', milliseconds);
  }

  /** The mean time of a call in microseconds, over this many calls. */
  time(calls) {
    return this.#ask('time', calls);
  }

  stop() {
    return this.#thread.terminate();
  }

  async #ask(question, value) {
    const answered = once(this.#thread, 'message');
    this.#thread.postMessage({question, value});
    const [{answer, refusal}] = await answered;
    if (refusal !== undefined) throw new Error(refusal);
    return answer;
  }
}
