/** Times rivals in turns, so that other load on the machine affects all of them equally. */
import {load} from '../workloads/index.js';
import {check} from './agreement.js';
import {median} from './median.js';
import {Rival} from './rival.js';

/** Milliseconds of a rival's turn, unless a single call takes longer. */
const TURN = 20;
const ROUNDS = {least: 3, most: 60};

/**
 * @param {string[]} names The rivals, files of `rivals/`. The results of all are held against those of the first.
 * @param {{workload: string, size?: number, optimizer?: string, tolerance?: number}} what A file of `workloads/`.
 * @param {{warmUp?: number, budget?: number}} limits Milliseconds: of each rival's warming up, and of all rounds.
 * @returns {Promise<Record<string, {microseconds: number} | {refusal: string}>>} Medians, or why a rival did not run.
 */
export async function race(names, what, {warmUp = 600, budget = 5000} = {}) {
  const rivals = names.map((name) => new Rival(name, what));
  try {
    const {running, refusals} = await start(rivals, {...(await load(what.workload, what.size)), ...what});
    return {...refusals, ...(await runInTurns(running, warmUp, budget))};
  } finally {
    await Promise.all(rivals.map((rival) => rival.stop()));
  }
}

/** Medians of rivals that all have to run, in microseconds. */
export async function raceOfAll(names, what, limits) {
  const times = await race(names, what, limits);
  return Object.fromEntries(
    names.map((name) => {
      const {microseconds, refusal} = times[name];
      if (refusal !== undefined) throw new Error(`${name} does not run ${what.workload}: ${refusal}`);
      return [name, microseconds];
    }),
  );
}

/** The rivals of which the results agree, and why the others have none. */
async function start(rivals, workload) {
  const [running, refusals, found] = [[], {}, {}];
  for (const rival of rivals) {
    const results = await rival.results();
    if ('refusal' in results) refusals[rival.name] = results;
    else {
      running.push(rival);
      found[rival.name] = results;
    }
  }
  check(found, workload);
  return {running, refusals};
}

async function runInTurns(rivals, warmUp, budget) {
  const plans = [];
  for (const rival of rivals) {
    const microseconds = await rival.warmUp(warmUp);
    plans.push({
      rival,
      calls: Math.max(1, Math.round((TURN * 1000) / microseconds)),
      microseconds,
      times: [],
    });
  }
  const round = plans.reduce((sum, {calls, microseconds}) => sum + (calls * microseconds) / 1000, 0);
  const rounds = Math.min(ROUNDS.most, Math.max(ROUNDS.least, Math.round(budget / round)));
  for (let count = 0; count < rounds; count++) {
    for (const {rival, calls, times} of plans) times.push(await rival.time(calls));
  }
  return Object.fromEntries(plans.map(({rival, times}) => [rival.name, {microseconds: median(times)}]));
}
