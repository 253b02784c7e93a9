/**
 * Plants faults in the passes and in the tables of the machine, one at a time, and shows what becomes of each: the proof at
 * run time has to see it. `npm run mutants`, or `node scripts/mutants.js WORD…` for those whose name holds one of the words.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {fileURLToPath} from 'node:url';
import {markdownTable} from '../bench/harness/markdown.js';
import {registerGradients} from './mutants/bundle.js';
import {EQUIVALENT} from './mutants/equivalent.js';
import {mutantsOfPasses} from './mutants/passes.js';
import {mutantsOfTables} from './mutants/tables.js';
import {tryMutant} from './mutants/trial.js';
import {mutantsOfTypeScript} from './mutants/typescript.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await tf.setBackend('cpu');
await registerGradients();
// tfjs greets whoever runs the first kernel.
tf.tidy(() => void tf.square(2));

const words = process.argv.slice(2);
const all = [...mutantsOfPasses(), ...mutantsOfTables(), ...mutantsOfTypeScript()];
const chosen = all.filter(
  ({where, what}) => words.length === 0 || words.some((word) => `${where}: ${what}`.includes(word)),
);

const rows = [];
const failures = [];
await checkPrograms(chosen);
for (const mutant of chosen) {
  const {where, what} = mutant;
  const {fate, detail} = await tryMutant(mutant);
  const excuse = EQUIVALENT[`${where}: ${what}`];
  const isGood = fate === 'caught' || (fate === 'unseen' && excuse !== undefined);
  if (!isGood) failures.push(`${where}: ${what}: ${fate} (${detail})`);
  rows.push([where, what, fate === 'unseen' && excuse ? 'equivalent' : fate, excuse ?? detail]);
}
console.log(markdownTable(['where', 'mutant', 'fate', 'why'], rows));
const count = (fate) => rows.filter(([, , found]) => found === fate).length;
console.log(`\n${rows.length} mutants: ${count('caught')} caught, ${count('equivalent')} equivalent.`);
for (const failure of failures) console.error(`mutants: survived: ${failure}`);
process.exitCode = failures.length === 0 && rows.length > 0 ? 0 : 1;

/** Without a fault every program runs on the machine, so that what a mutant changes is what is tried. */
async function checkPrograms(mutants) {
  const known = new Map(mutants.map((mutant) => [mutant.program, mutant]));
  for (const [program, {where, what, machine}] of known) {
    if (program === undefined) throw new Error(`mutants: there is no program for ${where}: ${what}`);
    const {fate, detail} = await tryMutant({edits: [], machine, program});
    if (fate !== 'unseen') failures.push(`${where}: ${what}: without a fault: ${fate} (${detail})`);
  }
}
