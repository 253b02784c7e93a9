/** npm runs this after `npm ci`, before `npm pack`, and when somebody installs the package from git: it builds dist. */
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const TOOLS = ['assemblyscript', 'esbuild', 'typescript'];

if (hasTools()) build();
else if (['pack', 'publish'].includes(process.env.npm_command)) {
  // A package without dist would be useless.
  installTools();
  build();
} else console.error('prepare: dist is not built, as the devDependencies are not installed.');

function hasTools() {
  return TOOLS.every((name) => existsSync(`node_modules/${name}/package.json`));
}

function installTools() {
  // A dry run of `npm pack` needs dist to list it, and so the tools.
  const env = {...process.env};
  delete env.npm_config_dry_run;
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev'], env);
}

function build() {
  run(process.execPath, ['scripts/build.js'], process.env);
}

/** What is printed goes to the error stream: `npm pack` answers on the other. */
function run(command, parameters, env) {
  const {status} = spawnSync(command, parameters, {stdio: ['ignore', 2, 2], env});
  if (status !== 0) process.exit(status ?? 1);
}
