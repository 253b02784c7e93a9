import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {onEachGraphBackend} from '../graph/graph-backends.js';
import {campaign} from './campaign.js';
import {report, reportFault} from './report.js';

/** Seconds. A machine that is busy runs fewer programs in them, but never so few that nothing is shown. */
const boxes: Readonly<Record<string, number>> = {cpu: 18, webgl: 20};
const leastOf: Readonly<Record<string, number>> = {cpu: 10, webgl: 3};

onEachGraphBackend('generated programs', () => {
  it('have the values of the tape by the graph, the slopes of differences by the tape, and leave nothing', async function () {
    // A kernel of tfjs's wasm writes beyond its memory for some of them, which ends the browser's page.
    if (tf.getBackend() === 'wasm') this.skip();
    const seconds = boxes[tf.getBackend()] ?? 12;
    const least = leastOf[tf.getBackend()] ?? 10;
    this.timeout(1000 * seconds + 120_000);
    const result = await campaign({seed: 7, seconds, least, shrinking: 10_000});
    expect(result.faults.map(reportFault).join(''), report(result)).to.equal('');
    expect(result.programs).to.be.at.least(least);
    expect(result.counts.verdicts.get('graph agrees'), report(result)).to.be.at.least(result.programs / 2);
    const isIll = result.counts.verdicts.get('graph ill-conditioned') ?? 0;
    expect(isIll, 'ill-conditioned programs').to.be.at.most(result.programs / 10);
    expect(result.counts.verdicts.get('slopes agrees'), report(result)).to.be.at.least(result.programs / 4);
  });
});
