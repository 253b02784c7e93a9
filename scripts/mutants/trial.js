/** What becomes of a planted fault: a program that uses it runs through graph(), and is held against its plain f. */
import * as tf from '@tensorflow/tfjs-core';
import {moduleWith} from './bundle.js';

/** How far a result may be from the plain one to count as right. */
const TOLERANCE = 1e-4;

/**
 * @returns {Promise<{fate: string, detail: string}>} The fate: `caught` (another form serves, with right results), `wrong` (it
 *     serves wrong results), `unseen` (it serves right results), `throws` (an error came out).
 */
export async function tryMutant({edits, machine, program}) {
  const {warn} = console;
  const warnings = [];
  console.warn = (text) => void warnings.push(String(text));
  try {
    const {graph, valueAndGradient} = await moduleWith(edits, {machine});
    return fateOf({graph, valueAndGradient}, program, warnings);
  } catch (error) {
    return {fate: 'throws', detail: String(error.message ?? error)};
  } finally {
    console.warn = warn;
  }
}

function fateOf({graph, valueAndGradient}, {f, args, differentiates}, warnings) {
  const g = graph(f);
  const run = (h, given) => flat(differentiates ? valueAndGradient(h, given) : h(...given));
  try {
    let worst = 0;
    // Two calls trace; the second proves. The others replay.
    for (let call = 1; call <= 4; call++) {
      tf.tidy(() => {
        const given = args(call);
        worst = Math.max(worst, distance(run(g, given), run(f, given)));
      });
    }
    const [{runsOn, reason, kernelsRun}] = g.inspect().signatures;
    const isRight = worst <= TOLERANCE;
    if (!isRight) return {fate: 'wrong', detail: `off by ${worst}`};
    if (runsOn === 'machine' && warnings.length === 0)
      return {fate: 'unseen', detail: `${reason ?? ''}${kernelsRun === 0 ? '' : ` ${kernelsRun} kernels`}`};
    return {fate: 'caught', detail: warnings[0] === undefined ? String(reason) : shorten(warnings[0])};
  } finally {
    g.dispose();
  }
}

function flat(result) {
  return [result].flat(Infinity);
}

function distance(found, expected) {
  const pairs = expected.flatMap((tensor, index) => {
    const [a, b] = [found[index].dataSync(), tensor.dataSync()];
    return Array.from(b, (right, at) => [a[at], right]);
  });
  return pairs.reduce((worst, [a, b]) => {
    const far = Object.is(a, b) || a === b ? 0 : Math.abs(a - b) / Math.max(1, Math.abs(b));
    return Math.max(worst, Number.isNaN(far) ? Infinity : far);
  }, 0);
}

function shorten(warning) {
  return /is not used: (.*)\. It runs by/s.exec(warning)?.[1] ?? warning;
}
