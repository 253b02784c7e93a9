/**
 * Times functions in turns in one thread, so that they share its warm code. Every other round runs them in reverse order,
 * because each also pays for collecting the garbage of the one before it.
 */
import {performance} from 'node:perf_hooks';
import {median} from './median.js';

/**
 * @param {Record<string, () => void>} rivals What to time.
 * @returns {Record<string, number>} Medians of a call, in microseconds.
 */
export function timeInterleaved(rivals, {rounds = 200, calls = 50, warmUp = 1000} = {}) {
  const times = Object.fromEntries(Object.keys(rivals).map((name) => [name, []]));
  for (let call = 0; call < warmUp; call++) for (const run of Object.values(rivals)) run();
  for (let round = 0; round < rounds; round++) {
    const turn = Object.entries(rivals);
    for (const [name, run] of round % 2 === 0 ? turn : turn.reverse()) {
      const start = performance.now();
      for (let call = 0; call < calls; call++) run();
      times[name].push(((performance.now() - start) / calls) * 1000);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}
