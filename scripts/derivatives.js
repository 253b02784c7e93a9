/**
 * Prints which derivatives are right, with tfjs alone and with this package, and writes docs/derivatives.md; with --write,
 * the table of README.md, too. Fails if one is wrong with this package, if a kernel of the cpu backend is unaccounted for, or
 * if no case would notice that a gradient is wrong.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {markdownTable} from '../bench/harness/markdown.js';
import {ALL_AREAS, AREAS_HEADING, SUMMARY_HEADING, SUMMARY_ROWS} from './tables/derivatives.js';
import {publish} from './tables/publish.js';
import {bundleSpecs} from './bundle-spec.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const ORDERS = [1, 2, 3];
const OUT = '.specs/report';

await bundle();
const [tfjs, here] = ['tfjs', 'package'].map((mode) => run('report', mode));
const mutants = run('mutants');
const {notDifferentiable, reachesNoLeaf} = await import(pathToFileURL(`${OUT}/not-differentiable.js`).href);
const wrong = here.cases.filter(({right, order}) => right < order);
const kernels = accountForKernels();
const text = page();
mkdirSync('docs', {recursive: true});
writeFileSync('docs/derivatives.md', text);
console.log(byArea());
console.log();
publish('derivatives', summary());
for (const {area, title, right, fault} of wrong)
  console.log(`WRONG ${area}, ${title}: right to order ${right}; ${fault}`);
for (const {name, problem} of kernels.holes) console.log(`HOLE ${name}: ${problem}`);
console.log('\nEvery case is in docs/derivatives.md.');
if (wrong.length > 0 || kernels.holes.length > 0) process.exit(1);

function bundle() {
  const programs = ['report', 'mutants', 'not-differentiable'];
  return bundleSpecs(
    programs.map((name) => `spec/derivatives/${name}.ts`),
    OUT,
  );
}

function run(program, ...mode) {
  const options = {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 900_000,
  };
  return JSON.parse(execFileSync(process.execPath, [`${OUT}/${program}.js`, ...mode], options));
}

/** Sorts the kernels into those that a case differentiates, those that cannot be differentiated, and holes. */
function accountForKernels() {
  const rows = here.kernels.map((kernel) => ({...kernel, reason: notDifferentiable[kernel.name]}));
  const holes = rows.flatMap(({name, hasGradient, isByParts, differentiated, reason}) => {
    if (reason !== undefined) return [];
    if (!hasGradient) return [{name, problem: 'no gradient, and no reason given'}];
    // What is recorded by its parts needs no gradient function of its own.
    const isRun = ranAtHigherOrders(name) || (isByParts && differentiated);
    return isRun ? [] : [{name, problem: 'no case runs its gradient function at an order above the first'}];
  });
  return {
    rows,
    holes: [...holes, ...survivors()],
    differentiable: rows.filter(({reason}) => reason === undefined),
    excluded: rows.filter(({reason}) => reason !== undefined),
    withoutInTfjs: tfjs.kernels.filter(({hasGradient}) => !hasGradient),
  };
}

function ranAtHigherOrders(name) {
  return mutants.gradients.some(
    ({kernel, casesAtHigherOrders}) => kernel === name && casesAtHigherOrders > 0,
  );
}

/** Gradients of which a mutant went unnoticed, but those that reach no leaf, and reasons that hold no longer. */
function survivors() {
  const unnoticed = mutants.gradients.filter(({survivors: mutations}) => mutations.length > 0);
  const names = unnoticed.map(nameOf);
  return [
    ...unnoticed
      .filter((gradient) => reachesNoLeaf[nameOf(gradient)] === undefined)
      .map((gradient) => ({
        name: nameOf(gradient),
        problem: `no case notices that it is wrong (${gradient.survivors.join(', ')})`,
      })),
    ...Object.keys(reachesNoLeaf)
      .filter((name) => !names.includes(name))
      .map((name) => ({name, problem: 'listed as one that reaches no leaf, but a case notices it'})),
  ];
}

function nameOf({kernel, input}) {
  return `${kernel}, by ${input}`;
}

/** The whole sweep in two rows, for the README. */
function summary() {
  const rows = [tfjs, here].map((report, index) => [
    SUMMARY_ROWS[index],
    `${here.cases.length}`,
    ...ORDERS.map((order) => `${countRight(report, order, () => true)}`),
  ]);
  return markdownTable(SUMMARY_HEADING, rows);
}

function byArea() {
  const areas = [...new Set(here.cases.map(({area}) => area))];
  const rows = areas.map((area) => row(area, (one) => one.area === area));
  return [
    '<!-- table: derivatives by area -->',
    '',
    markdownTable(AREAS_HEADING, [...rows, row(ALL_AREAS, () => true)]),
    '',
    '<!-- /table -->',
    '',
    `The cpu backend has ${kernels.rows.length} kernels. tfjs has no gradient for ${kernels.withoutInTfjs.length} of them. With ` +
      `this package ${kernels.differentiable.length} have one, each tested by a case above; ` +
      `${kernels.excluded.length} are not differentiable; ${kernels.holes.length} are unaccounted for.`,
    '',
    mutantSummary(),
  ].join('\n');
}

function mutantSummary() {
  const {gradients} = mutants;
  const count = gradients.reduce((sum, {isZero}) => sum + (isZero ? 1 : 2), 0);
  const unnoticed = gradients.reduce((sum, {survivors: mutations}) => sum + mutations.length, 0);
  const run = new Set(gradients.map(({kernel}) => kernel)).size;
  return (
    `The cases run ${gradients.length} gradients, by kernel and input, of ${run} kernels. Each was made wrong: doubled (a zero ` +
    `made 1), and given twice its derivative. Of these ${count} mutants the cases notice ${count - unnoticed}; the other ` +
    `${unnoticed} are gradients by booleans or integers, which reach no argument.`
  );
}

function row(area, isOf) {
  const counts = [tfjs, here].flatMap((report) => ORDERS.map((order) => countRight(report, order, isOf)));
  return [area, here.cases.filter(isOf).length, ...counts].map(String);
}

/** The cases that are right to an order, or to the highest order that they have. */
function countRight({cases}, order, isOf) {
  return cases.filter((one) => isOf(one) && (one.right >= order || one.right >= one.order)).length;
}

function page() {
  const faults = (one) =>
    one.right >= one.order ? `right to ${one.order}` : `right to ${one.right}; ${cell(one.fault)}`;
  return `# Which derivatives are right

\`npm run derivatives\` writes this page. On the cpu backend, it compares the derivatives of every case along random
directions with central differences, up to third order. tfjs is ${'`@tensorflow/tfjs-core` 4.22.0'}.

${byArea()}

## Kernels that are not differentiable

| kernel | why |
|---|---|
${kernels.excluded.map(({name, reason}) => `| ${name} | ${cell(reason)} |`).join('\n')}

## Every case

| area | case | tfjs alone | with this package |
|---|---|---|---|
${here.cases.map((one, index) => `| ${one.area} | ${cell(one.title)} | ${faults(tfjs.cases[index])} | ${faults(one)} |`).join('\n')}
`;
}

function cell(text) {
  const [line] = text.trim().split('\n');
  return (line.length > 120 ? `${line.slice(0, 117)}...` : line).replaceAll('|', '\\|');
}
