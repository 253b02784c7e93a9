import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {onEachGraphBackend} from '../graph/graph-backends.js';
import {campaign} from './campaign.js';
import {report, reportFault} from './report.js';

/** Seconds, and so many programs at least. On webgl every shape costs a shader of each kernel. */
const boxes: Readonly<Record<string, readonly [seconds: number, programs: number]>> = {
  cpu: [18, 40],
  webgl: [30, 2],
  wasm: [15, 10],
};

onEachGraphBackend('generated programs', () => {
  it('have the values of the tape by the graph, the slopes of differences by the tape, and leave nothing', async function () {
    const [seconds, programs] = boxes[tf.getBackend()] ?? [12, 20];
    this.timeout(1000 * seconds + 120_000);
    const result = await campaign({seed: 7, seconds, shrinking: 10_000});
    expect(result.faults.map(reportFault).join(''), report(result)).to.equal('');
    expect(result.programs, 'programs in the time').to.be.at.least(programs);
    expect(result.counts.verdicts.get('graph agrees'), report(result)).to.be.above(result.programs / 2);
    expect(result.counts.verdicts.get('graph ill-conditioned') ?? 0).to.be.below(result.programs / 10);
    expect(result.counts.verdicts.get('slopes agrees'), report(result)).to.be.above(result.programs / 4);
  });
});
