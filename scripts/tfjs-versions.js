/**
 * Runs the specs beside other versions of tfjs, each in a folder of its own:
 *
 *     node scripts/tfjs-versions.js [--light] [VERSION...]
 *
 * The contract is the specs of calls, derivatives, graph functions and the tape; --light leaves out the sweep of
 * derivatives and the graph's own specs. Beside that the packed package is installed, imported and used in each. Needs
 * dist: run `npm run build` first.
 */
import {execFile, spawn} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const {peerDependencies} = JSON.parse(readFileSync('package.json', 'utf8'));
const [OLDEST] = /\d+\.\d+\.\d+/.exec(peerDependencies['@tensorflow/tfjs-core']);
/** The oldest that is supported, some between, and the newest. */
const VERSIONS = [OLDEST, '4.10.0', '4.17.0', '4.20.0', '4.21.0', '4.22.0'];
/** For `npm run check`: the oldest, as the others are between it and the one that all specs run beside. */
const LIGHT_VERSIONS = [OLDEST];

const SPECS = {
  full: ['call', 'conformance', 'derivatives', 'graph', 'tape', 'tfjs'],
  light: ['call', 'conformance', 'tape', 'tfjs'],
};

/** Packages that the specs import and that know nothing of tfjs. */
const SHARED = ['chai', 'fast-check', 'pure-rand'];

const light = process.argv.includes('--light');
const asked = process.argv.slice(2).filter((argument) => /^\d/.test(argument));
const versions = asked.length > 0 ? asked : light ? LIGHT_VERSIONS : VERSIONS;

const folder = mkdtempSync(join(tmpdir(), 'tfjs-versions-'));
try {
  await run('scripts/build-specs.js', 'node');
  const tarball = await pack();
  let failed = 0;
  console.log('tfjs      specs passed  failed  package  seconds');
  for (const version of versions) {
    const started = Date.now();
    const {passes, failures, problems, smoke} = await tryVersion(version, tarball);
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    const cells = [version.padEnd(8), String(passes).padStart(13), String(failures).padStart(7)];
    console.log([...cells, (smoke === '' ? 'works' : 'fails').padStart(8), seconds.padStart(8)].join(' '));
    for (const problem of [...problems, smoke].filter(Boolean)) console.log(`    ${problem}`);
    if (failures > 0 || passes === 0 || smoke !== '') failed++;
  }
  process.exitCode = failed > 0 ? 1 : 0;
} finally {
  rmSync(folder, {recursive: true, force: true});
}

async function pack() {
  const {stdout} = await execute('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  return join(folder, JSON.parse(stdout)[0].filename);
}

async function tryVersion(version, tarball) {
  const project = join(folder, version);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"private": true, "type": "module"}');
  const packages = ['core', 'backend-cpu', 'layers'].map((name) => `@tensorflow/tfjs-${name}@${version}`);
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  // Fails where peerDependencies leaves the version out.
  await execute('npm', ['install', ...options, tarball, ...packages], {cwd: project});
  cpSync('.specs/node', join(project, 'specs'), {recursive: true});
  for (const name of SHARED)
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
  const report = await specs(project);
  return {...report, smoke: await smokeTest(project, version)};
}

/** What the specs report. They resolve tfjs from where they stand, and all else from the repository. */
async function specs(project) {
  const output = join(project, 'report.json');
  const patterns = SPECS[light ? 'light' : 'full'].map((name) => join(project, `specs/${name}/**/*.spec.js`));
  const options = ['--no-config', '--timeout', '120000', '--reporter', 'json', '--reporter-option'];
  const mocha = ['--enable-source-maps', 'node_modules/mocha/bin/mocha.js', ...options, `output=${output}`];
  await run(...mocha, ...patterns).catch(() => undefined);
  try {
    const {stats, failures} = JSON.parse(readFileSync(output, 'utf8'));
    const problems = failures.map(
      ({fullTitle, err}) => `${fullTitle}: ${String(err.message).split('\n')[0]}`,
    );
    return {passes: stats.passes, failures: stats.failures, problems};
  } catch {
    return {passes: 0, failures: 1, problems: ['the specs did not run to their end']};
  }
}

/** Uses the installed package by its name: a second derivative on the tape, and a program that was compiled. */
async function smokeTest(project, version) {
  const program = `
    import * as tf from '@tensorflow/tfjs-core';
    import '@tensorflow/tfjs-backend-cpu';
    import {graph, valueAndGradient} from 'tfjs-value-and-gradient';
    const slope = (f) => (x) => valueAndGradient(f, x)[1];
    const g = graph((x) => tf.sum(tf.mul(tf.sin(x), tf.exp(x))));
    const byGraph = [1, 2, 3, 0.5].map((x) => valueAndGradient(g, tf.scalar(x))[1].arraySync());
    const second = slope(slope((x) => tf.mul(tf.sin(x), tf.exp(x))))(tf.scalar(0.5)).arraySync();
    const expected = [Math.exp(0.5) * (Math.sin(0.5) + Math.cos(0.5)), 2 * Math.exp(0.5) * Math.cos(0.5)];
    const ok = [byGraph[3], second].every((number, index) => Math.abs(number - expected[index]) < 1e-4);
    if (tf.version_core !== '${version}') throw new Error('another tfjs was loaded: ' + tf.version_core);
    if (!ok || g.inspect().signatures[0].calls !== 4) throw new Error(JSON.stringify([byGraph, second, expected]));`;
  writeFileSync(join(project, 'smoke.mjs'), program);
  return execute(process.execPath, ['smoke.mjs'], {cwd: project}).then(
    () => '',
    (error) =>
      String(error.stderr)
        .trim()
        .split('\n')
        .find((line) => /error/i.test(line)) ?? String(error),
  );
}

function run(...script) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, script, {stdio: ['ignore', 'ignore', 'ignore']});
    child.on('close', (status) => (status === 0 ? resolve() : reject(new Error(`${script[0]} failed`))));
  });
}
