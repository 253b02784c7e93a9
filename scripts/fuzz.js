/**
 * Generated programs, graph against tape and tape against central differences:
 * `npm run fuzz -- --seed N --seconds S [--programs N] [--only conv2d,sum] [--backend cpu|cpu-typescript|webgl|wasm]`.
 */
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {fuzzInBrowser} from './fuzz-in-browser.js';
import {bundleSpecs} from './bundle-spec.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const OUT = '.specs/fuzz';
const BACKENDS = ['cpu', 'cpu-typescript', 'webgl', 'wasm'];

const {values} = parseArgs({
  options: {
    seed: {type: 'string', default: String(Math.floor(Math.random() * 2 ** 30))},
    seconds: {type: 'string', default: '60'},
    programs: {type: 'string'},
    only: {type: 'string'},
    backend: {type: 'string', default: 'cpu'},
  },
});
if (!BACKENDS.includes(values.backend)) {
  console.error(`fuzz: expected --backend ${BACKENDS.join(', ')}, but got ${values.backend}.`);
  process.exit(2);
}
const settings = {
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  ...(values.programs === undefined ? {} : {programs: Number(values.programs)}),
  ...(values.only === undefined ? {} : {only: values.only.split(',')}),
};
console.log(`fuzz: seed ${settings.seed}, ${settings.seconds} s on ${values.backend}`);
if (['webgl', 'wasm'].includes(values.backend)) {
  process.exitCode = (await fuzzInBrowser(values.backend, settings)) > 0 ? 1 : 0;
} else {
  await bundle();
  process.exitCode = fuzzInNode();
}

function bundle() {
  return bundleSpecs(['spec/fuzz/main.ts'], OUT);
}

function fuzzInNode() {
  const isWithout = values.backend === 'cpu-typescript';
  const without = isWithout ? ['--import', './spec/node/refuse-webassembly.js'] : [];
  const command = ['--enable-source-maps', ...without, `${OUT}/main.js`, JSON.stringify(settings)];
  return spawnSync(process.execPath, command, {stdio: 'inherit'}).status ?? 1;
}
