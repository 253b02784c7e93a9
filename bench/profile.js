/** One rival at one workload, without threads: `node --cpu-prof bench/profile.js graph rosenbrock` profiles it. */
import {performance} from 'node:perf_hooks';
import {duration} from './harness/units.js';
import {load} from './workloads/index.js';

const [rival, workload, seconds = '3'] = process.argv.slice(2);
const {prepare} = await import(`./rivals/${rival}.js`);
const {run} = await prepare(await load(workload));
const start = performance.now();
let calls = 0;
for (; performance.now() - start < 1000 * Number(seconds); calls++) run();
console.log(`${rival}, ${workload}: ${duration(((performance.now() - start) * 1000) / calls)} a call`);
