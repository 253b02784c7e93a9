/** What a campaign says. */
import type {Campaign, Fault} from './campaign.js';
import {printed} from './counts.js';
import {operations} from './operations/index.js';

export function reportFault({seed, property, text, operations: used, source}: Fault): string {
  const head = `FAULT (${property}) of seed ${seed}, with ${used.join(', ') || 'no operation'}: ${text}`;
  return `\n${head}\nAgain by: npm run fuzz -- --seed ${seed} --programs 1\n\n${source}\n`;
}

export function report({programs, counts, faults}: Campaign): string {
  const never = Object.keys(operations).filter((name) => !counts.operations.has(name));
  return [
    `${programs} programs, ${faults.length} faults.`,
    `What came of them: ${printed(counts.verdicts)}.`,
    `${counts.operations.size} operations: ${printed(counts.operations)}.`,
    `${counts.kernels.size} kernels: ${printed(counts.kernels)}.`,
    ...(counts.known.size > 0 ? [`Known faults met: ${printed(counts.known)}.`] : []),
    ...(counts.errors.size > 0
      ? [`What both throw:\n${printed(counts.errors).replaceAll(/ (\d+), /g, ' $1\n')}`]
      : []),
    ...(never.length > 0 ? [`Operations never drawn: ${never.join(', ')}.`] : []),
    `Kernels of the backend never run: ${counts.unused().join(', ') || 'none'}.`,
  ].join('\n\n');
}
