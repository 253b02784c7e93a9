/** The campaign in a browser, for `scripts/fuzz.js`, which starts it and reads what it has to say. */
import '@tensorflow/tfjs-backend-cpu';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';

import {campaign, type CampaignOptions} from './campaign.js';
import {report, reportFault} from './report.js';

interface State {
  text: string;
  /** Of the program in hand. */
  seed: number;
  /** Undefined while it runs. */
  faults: number | undefined;
}

async function run(backend: string, settings: CampaignOptions, state: State): Promise<void> {
  try {
    setWasmPaths('/');
    await tf.setBackend(backend);
    const say = (text: string): void => void (state.text += `${text}\n`);
    const result = await campaign({
      ...settings,
      onFault: (fault) => say(reportFault(fault)),
      onProgram: (seed) => (state.seed = seed),
    });
    say(report(result));
    state.faults = result.faults.length;
  } catch (error) {
    state.text += error instanceof Error ? String(error.stack) : String(error);
    state.faults = Infinity;
  }
}

Object.assign(globalThis, {
  fuzz(backend: string, settings: CampaignOptions): void {
    const state: State = {text: '', seed: settings.seed, faults: undefined};
    Object.assign(globalThis, {fuzzState: state});
    void run(backend, settings, state);
  },
});
