import {expect} from 'chai';
import {build} from 'esbuild';
import {execFileSync} from 'node:child_process';

import {kernels, patterns} from '../../src/gradients/faults.js';
import type {CoreReport} from '../derivatives/core.js';
import {areaNames, type Area} from '../derivatives/areas.js';

/** What tfjs's own gradients make of 0·∞: not a number, and no number that is wrong. */
const NOT_A_NUMBER = [
  'where, before a function with infinite slope',
  'maximum, before a function with infinite slope',
  'pow, exponent 0, at 0',
  'pow, exponents a tensor, at 0',
  'pow, exponents int32, at 0',
  'relu, before a function with infinite slope',
  'relu6, before a function with infinite slope',
];

/** Which import the refusal of a kernel names; undefined for any other error. */
function refusalIn({error = ''}: CoreReport): {kernel: string; area: string} | undefined {
  const [, kernel, area] =
    /no right gradient of ([\w ]+) as it is used here\. Import 'tfjs-value-and-gradient\/gradients(?:\/([\w-]+))?'/.exec(
      error,
    ) ?? [];
  return kernel === undefined ? undefined : {kernel, area: area ?? ''};
}

function report(area: readonly string[] = [], backend = 'cpu'): CoreReport[] {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const env = {...process.env, BACKEND: backend};
  const options = {encoding: 'utf8', maxBuffer: 1 << 26, stdio, env} as const;
  return JSON.parse(
    execFileSync(process.execPath, ['scripts/core-report.js', ...area], options),
  ) as CoreReport[];
}

const isRight = ({right, order}: CoreReport): boolean => right >= order;

/** What is neither right nor refused, by what it is found to be. */
function wrongIn(cases: readonly CoreReport[]): Array<[title: string, found: string | undefined]> {
  return cases
    .filter((one) => !isRight(one) && refusalIn(one) === undefined)
    .map(({title, wrong, error}) => [title, wrong ?? error]);
}

const expectedWrong = NOT_A_NUMBER.map((title) => [title, 'NaN']);

describe('the core, in the cases of the sweep', () => {
  let cases: CoreReport[];
  before(() => (cases = report()));

  it('gives the right first derivative, or names the import that does', () => {
    expect(wrongIn(cases)).to.deep.equal(expectedWrong);
    expect(cases.filter(isRight)).to.have.length.greaterThan(750);
  });

  it('does so on wasm, whose kernels have faults of their own', () => {
    const onWasm = report([], 'wasm');
    expect(wrongIn(onWasm)).to.deep.equal(expectedWrong);
    expect(onWasm.filter(isRight)).to.have.length.greaterThan(650);
  });

  it('names the area that has the gradient of the kernel', () => {
    const refused = cases.flatMap((one) => refusalIn(one) ?? []);
    const areaOf = (kernel: string): string =>
      areaNames.find((area) => kernels[area]?.includes(kernel)) ?? '';
    expect(refused.filter(({kernel, area}) => area !== areaOf(kernel))).to.deep.equal([]);
  });

  it('refuses every kernel of which tfjs lacks the gradient, if a case differentiates it', () => {
    const named = new Set(cases.map((one) => refusalIn(one)?.kernel));
    const unrefused = Object.values(kernels)
      .flat()
      .filter((name) => !named.has(name));
    // What a first derivative runs, but not `f`; what is right but beside an infinity; what selects indices; and what stands
    // before another that is refused.
    expect(unrefused.filter((name) => !/Backprop|Grad$/.test(name))).to.have.members([
      'IFFT',
      'NonMaxSuppressionV3',
      'NonMaxSuppressionV4',
      'Pow',
      'Relu',
      'Relu6',
      'Select',
      'Selu',
    ]);
  });
});

describe('an area of gradients', () => {
  for (const area of areaNames) {
    it(`${area} makes its kernels right`, () => {
      // What selects indices is only seen by what is gathered at them.
      const cases = report([area, ...(area === 'image' ? ['gather-scatter'] : [])]);
      // A case may run kernels of other areas, too, at the second order at the latest.
      const others = cases.filter(
        (one) =>
          !isRight(one) &&
          !NOT_A_NUMBER.includes(one.title) &&
          [undefined, area].includes(refusalIn(one)?.area as Area | undefined),
      );
      expect(others).to.deep.equal([]);
      const right = new Set(cases.filter(({right}) => right > 0).flatMap((one) => one.kernels));
      expect((kernels[area] ?? []).filter((name) => !right.has(name))).to.deep.equal([]);
    });
  }

  it('is known by the beginnings of the names of its kernels', () => {
    for (const [area, names] of Object.entries(kernels)) {
      for (const name of names)
        expect(areaNames.filter((other) => patterns[other]?.test(name))).to.deep.equal([area]);
    }
  });
});

describe('a page built on the core', () => {
  async function inputsOf(contents: string): Promise<string[]> {
    const {metafile} = await build({
      stdin: {contents, resolveDir: process.cwd()},
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      external: ['@tensorflow/tfjs-core', '#tfjs-gradients'],
      logLevel: 'error',
    });
    return Object.entries(Object.values(metafile.outputs)[0]?.inputs ?? {}).flatMap(
      ([file, {bytesInOutput}]) => (bytesInOutput > 0 ? [file] : []),
    );
  }

  it('bundles no rule, no graph, and nothing of higher orders', async () => {
    const inputs = await inputsOf("export * from './dist/entries/core.js';");
    expect(inputs).to.include('dist/call/value-and-gradient.js');
    const others =
      /\/(gradients\/rules|gradients\/areas|graph|objective|machine|wasm|derivatives)\/|tape\/(tape|complex|fused-operations|self-check)\.js/;
    expect(inputs.filter((file) => others.test(file))).to.deep.equal([]);
  });

  it('bundles the rules of the areas that it imports', async () => {
    const inputs = await inputsOf(
      "export * from './dist/entries/core.js'; import './dist/gradients/areas/image.js';",
    );
    const rules = inputs.filter((file) => file.includes('/gradients/rules/'));
    expect(rules).to.have.members(['image', 'suppression'].map((name) => `dist/gradients/rules/${name}.js`));
  });
});
