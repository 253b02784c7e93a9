/**
 * Writes `src/gradients/faults.ts`: for each area of gradients, the kernels whose gradient tfjs lacks or has wrong, and from
 * which order on, as the sweep finds them. It takes a few minutes. `spec/node/core.spec.ts` fails if the file is stale.
 */
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';
import {bundleSpecs} from './bundle-spec.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const OUT = '.specs/report';
const FILE = 'src/gradients/faults.ts';

/** Shorter prefixes than this tell a reader nothing. */
const SHORTEST = 4;

await bundleSpecs(['spec/derivatives/faults.ts'], OUT);
const options = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26};
const {faults, kernels} = JSON.parse(execFileSync(process.execPath, [`${OUT}/faults.js`], options));

const areas = [...new Set(faults.map(({area}) => area))].sort();
const wrong = faults.filter(({from}) => from !== null);
const higher = wrong.filter(({from}) => from > 1);
const text = `/**
 * Which derivatives tfjs lacks, or has wrong, as the sweep finds them. \`node scripts/refusals.js\` writes this file.
 */

/** By area, the kernels of which tfjs lacks a derivative or has it wrong: the beginnings of their names. */
export const patterns: Readonly<Record<string, RegExp>> = {
${areas.map((area) => `'${area}': ${patternOf(area)},`).join('\n')}
};

/** The same kernels by their names. */
export const kernels: Readonly<Record<string, readonly string[]>> = {
${areas.map((area) => `'${area}': ${JSON.stringify(namesOf(area))},`).join('\n')}
};

/** Kernels of which tfjs's gradient is right to first order, and wrong from another on. */
export const wrongFrom: Readonly<Record<string, number>> = ${JSON.stringify(
  Object.fromEntries(higher.map(({name, from}) => [name, from])),
)};
`;
writeFileSync(FILE, await format(text, {...(await resolveConfig(FILE)), filepath: FILE}));
console.log(`refusals: tfjs lacks gradients of ${wrong.length} kernels or has them wrong; wrote ${FILE}.`);

function namesOf(area) {
  return wrong
    .filter((one) => one.area === area)
    .map(({name}) => name)
    .sort();
}

/** A pattern of beginnings that no kernel has which the area has no rule for. */
function patternOf(area) {
  const ofArea = faults.filter((one) => one.area === area).map(({name}) => name);
  const others = kernels.filter((name) => !ofArea.includes(name));
  const beginnings = new Set(namesOf(area).map((name) => beginningOf(name, others)));
  const isNeeded = (one) => ![...beginnings].some((other) => other !== one && one.startsWith(other));
  return `/^(${[...beginnings].filter(isNeeded).join('|')})/`;
}

function beginningOf(name, others) {
  for (let length = SHORTEST; length < name.length; length++) {
    const beginning = name.slice(0, length);
    if (!others.some((other) => other.startsWith(beginning))) return beginning;
  }
  return others.some((other) => other.startsWith(name)) ? `${name}$` : name;
}
