/** The same race several times: threads differ by what their compilers made of the same code, by up to a fifth. */
import {median} from './median.js';
import {raceOfAll} from './race.js';

/** Medians of the races' medians, in microseconds, of rivals that all run. */
export async function races(count, names, what, limits) {
  const lists = Object.fromEntries(names.map((name) => [name, []]));
  for (let index = 0; index < count; index++) {
    const times = await raceOfAll(names, what, limits);
    for (const name of names) lists[name].push(times[name]);
  }
  return Object.fromEntries(names.map((name) => [name, median(lists[name])]));
}
