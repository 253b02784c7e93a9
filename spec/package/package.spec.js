/**
 * Packs the package, installs the tarball into an empty project, and uses it there in each way that users do.
 * Needs dist: run `npm run build` first.
 */
import {expect} from 'chai';
import {build} from 'esbuild';
import {execFile} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {createContext, runInContext} from 'node:vm';
import {build as viteBuild} from 'vite';

const execute = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const {devDependencies} = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const INSTALLED = 'node_modules/tfjs-value-and-gradient';

/** x·ln y at (2, 3): its value, and its derivatives by x and by y. */
const expected = [2 * Math.log(3), Math.log(3), 2 / 3];

const imports = `
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';`;
const requires = `
require('@tensorflow/tfjs-backend-cpu');
const tf = require('@tensorflow/tfjs-core');
const {valueAndGradient} = require('tfjs-value-and-gradient');`;
const use = `
const [value, [dx, dy]] = valueAndGradient((x, y) => tf.mul(x, tf.log(y)), [2, 3]);
const numbers = [value, dx, dy].map((tensor) => tensor.dataSync()[0]);`;
const print = '\nconsole.log(JSON.stringify(numbers));';

describe('the packed package', () => {
  let project;
  let packedFiles;

  before('pack and install', async () => {
    expect(existsSync(join(repository, 'dist/index.js')), 'dist exists; else run `npm run build`').to.equal(
      true,
    );
    project = mkdtempSync(join(tmpdir(), 'tfjs-value-and-gradient-'));
    writeFileSync(join(project, 'package.json'), '{"private": true}');
    const packed = await npm(
      ['pack', '--json', '--ignore-scripts', '--pack-destination', project],
      repository,
    );
    const [{filename: tarball, files}] = JSON.parse(packed);
    packedFiles = pathsOf(files);
    const peers = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'];
    const versioned = peers.map((name) => `${name}@${devDependencies[name]}`);
    await npm(
      ['install', '--prefer-offline', '--no-audit', '--no-fund', join(project, tarball), ...versioned],
      project,
    );
  });

  after(() => rmSync(project, {recursive: true, force: true}));

  it('is imported by Node', async () => {
    write('use.mjs', imports + use + print);
    expectNumbers(await node('use.mjs'));
  });

  it('is required by Node', async () => {
    write('use.cjs', requires + use + print);
    expectNumbers(await node('use.cjs'));
  });

  it('has its parts by themselves', async () => {
    const parts = `
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {graph} from 'tfjs-value-and-gradient/graph';
import {objective} from 'tfjs-value-and-gradient/objective';
import {hessian} from 'tfjs-value-and-gradient/derivatives';
import 'tfjs-value-and-gradient/gradients';
const f = (x) => tf.mul(x, tf.square(x));
const g = graph(f);
const replayed = [1, 2, 3].map((x) => g(tf.scalar(x)).dataSync()[0])[2];
console.log(JSON.stringify([replayed, objective(f, [2])([3]), hessian(f, 2).dataSync()[0]]));`;
    write('parts.mjs', parts);
    const printed = (await node('parts.mjs')).trim().split('\n');
    expect(JSON.parse(printed[printed.length - 1])).to.deep.equal([27, 27, 12]);
  });

  it('has a core, and gradients by area', async () => {
    const core = `
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {namedGradients, valueAndGradient} from 'tfjs-value-and-gradient/core';
const pad = (x) => tf.sum(tf.mirrorPad(x, [[1, 1]], 'reflect'));
const slope = () => valueAndGradient(pad, [[1, 2, 3]])[1][0].arraySync();
let refusal;
try { slope(); } catch ({message}) { refusal = message; }
await import('tfjs-value-and-gradient/gradients/slicing');
const w = tf.variable(tf.scalar(3), true, 'w');
const named = namedGradients(w, valueAndGradient(() => tf.square(w), w)[1]);
console.log(JSON.stringify([/gradients\\/slicing/.test(refusal), slope(), named.w.dataSync()[0]]));`;
    write('core.mjs', core);
    const printed = (await node('core.mjs')).trim().split('\n');
    expect(JSON.parse(printed[printed.length - 1])).to.deep.equal([true, [1, 3, 1], 6]);
  });

  it('is typed under moduleResolution nodenext', async () => {
    await typeCheck('nodenext.mts', ['--module', 'nodenext']);
  });

  it('is typed under moduleResolution bundler', async () => {
    await typeCheck('bundler.ts', ['--module', 'esnext', '--moduleResolution', 'bundler']);
  });

  it('is typed where exports are unknown', async () => {
    await typeCheck('node10.ts', ['--module', 'commonjs', '--moduleResolution', 'node10']);
  });

  it('is bundled by esbuild with one copy of tfjs-core', async () => {
    write('page.js', imports + use + print);
    const {metafile} = await build({
      entryPoints: [join(project, 'page.js')],
      outfile: join(project, 'esbuild.js'),
      absWorkingDir: project,
      bundle: true,
      format: 'iife',
      platform: 'browser',
      metafile: true,
      logLevel: 'error',
    });
    const [output] = Object.values(metafile.outputs);
    expectOneCopy(Object.keys(output.inputs));
    expectNumbers(page().run(read('esbuild.js')));
  });

  it('is bundled by Vite with one copy of tfjs-core', async () => {
    write('page.js', imports + use + print);
    write('index.html', '<!doctype html><title>Page</title><script type="module" src="./page.js"></script>');
    const {output} = await viteBuild({
      root: project,
      configFile: false,
      logLevel: 'error',
      build: {outDir: 'vite', modulePreload: false, chunkSizeWarningLimit: 10_000},
    });
    const script = output.find((file) => file.type === 'chunk' && file.isEntry);
    expectOneCopy(Object.keys(script.modules));
    expectNumbers(page().run(script.code));
  });

  it('is a script beside the global tf', () => {
    const {run} = page();
    run(read('node_modules/@tensorflow/tfjs-core/dist/tf-core.min.js'));
    run(read('node_modules/@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.min.js'));
    run(read(join(INSTALLED, 'dist/tfjs-value-and-gradient.min.js')));
    expectNumbers(run(`const {valueAndGradient} = tfjsValueAndGradient; ${use}${print}`));
  });

  it('says what is missing where the global tf is', () => {
    const script = read(join(INSTALLED, 'dist/tfjs-value-and-gradient.min.js'));
    expect(() => page().run(script)).to.throw('the global tf is missing');
  });

  it('has the sources that its maps name', () => {
    const folder = join(project, INSTALLED, 'dist');
    const maps = readdirSync(folder, {recursive: true}).filter((name) => name.endsWith('.map'));
    expect(maps).to.include.members(['index.js.map', 'index.d.ts.map', 'tfjs-value-and-gradient.min.js.map']);
    for (const map of maps.map((name) => join(folder, name))) {
      const {sources, sourceRoot = ''} = JSON.parse(readFileSync(map, 'utf8'));
      for (const source of sources.filter((name) => name.includes('/src/')))
        expect(existsSync(join(dirname(map), sourceRoot, source)), `${source} of ${map}`).to.equal(true);
    }
  });

  it('has every file that its guides link to', () => {
    const guides = packedFiles.filter((path) => path.startsWith('docs/guides/'));
    expect(guides).to.have.length.greaterThan(8);
    for (const guide of guides) {
      for (const target of relativeLinks(read(join(INSTALLED, guide))))
        expect(packedFiles, `${target} in ${guide}`).to.include(join(dirname(guide), target));
    }
  });

  it('has a README without relative links, which lead nowhere on the page of a registry', () => {
    expect(relativeLinks(read(join(INSTALLED, 'README.md')))).to.deep.equal([]);
  });

  it('has its licence and its changelog', () => {
    expect(packedFiles).to.include.members(['LICENSE', 'CHANGELOG.md']);
  });

  it('is packed whole in a fresh clone', async function () {
    if (!existsSync(join(repository, '.git'))) this.skip();
    const clone = join(project, 'clone');
    const {stdout} = await execute('git', ['ls-files', '-z'], {cwd: repository});
    const tracked = stdout.split('\0').filter((path) => path !== '' && existsSync(join(repository, path)));
    for (const path of tracked) cpSync(join(repository, path), join(clone, path));
    symlinkSync(join(repository, 'node_modules'), join(clone, 'node_modules'));
    const [{files}] = JSON.parse(await npm(['pack', '--json', '--dry-run'], clone));
    expect(pathsOf(files)).to.deep.equal(packedFiles);
  });

  function read(path) {
    return readFileSync(join(project, path), 'utf8');
  }

  function write(name, text) {
    writeFileSync(join(project, name), text);
  }

  async function node(name) {
    const {stdout} = await execute(process.execPath, [name], {cwd: project});
    return stdout;
  }

  async function typeCheck(name, options) {
    const wrong = `
      // @ts-expect-error A function is needed.
      valueAndGradient(1, [2, 3]);`;
    write(name, `${imports}${use}\nexport const typed: (number | undefined)[] = numbers;${wrong}`);
    const general = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', name];
    await execute(process.execPath, [tsc, ...options, ...general], {cwd: project}).catch(({stdout}) =>
      expect.fail(stdout),
    );
  }
});

function pathsOf(files) {
  return files.map(({path}) => path).sort();
}

/** The relative targets of links and images, without headings. */
function relativeLinks(markdown) {
  const prose = markdown.replaceAll(/^```.*?^```$|`[^`]*`/gms, '');
  const targets = [...prose.matchAll(/\]\(([^)]*)\)|(?:src|href)="([^"]*)"/g)].map(
    (match) => match[1] ?? match[2],
  );
  return targets.filter((target) => !/^([a-z]+:|#)/.test(target)).map((target) => target.split('#')[0]);
}

async function npm(parameters, cwd) {
  const {stdout} = await execute('npm', parameters, {cwd, maxBuffer: 2 ** 24});
  return stdout;
}

/** A global scope like that of a page's worker. What a script prints is the result of its run. */
function page() {
  let printed;
  const console = {log: (text) => (printed = text), warn: () => undefined};
  const context = createContext({console, performance, setTimeout, TextEncoder, TextDecoder});
  runInContext('globalThis.self = globalThis; globalThis.WorkerGlobalScope = Object;', context);
  return {
    run(script) {
      runInContext(script, context, {displayErrors: false});
      return printed;
    },
  };
}

function expectNumbers(json) {
  const numbers = JSON.parse(json);
  expect(numbers).to.have.length(expected.length);
  numbers.forEach((number, index) => expect(number).to.be.closeTo(expected[index], 1e-5));
}

/** A bundler must take tfjs-core from its modules, and tfjs's gradients from the same ones. */
function expectOneCopy(modules) {
  const paths = modules.map((module) => module.replaceAll('\\', '/'));
  const ending = (end) => paths.filter((path) => path.endsWith(end));
  expect(ending('@tensorflow/tfjs-core/dist/engine.js')).to.have.length(1);
  expect(ending('@tensorflow/tfjs-core/dist/gradients/Multiply_grad.js')).to.have.length(1);
  expect(ending('tf-core.node.js')).to.deep.equal([]);
  expect(ending('tfjs-gradients.node.js')).to.deep.equal([]);
}
