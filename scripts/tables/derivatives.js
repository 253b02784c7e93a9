/** The forms of the tables that `npm run derivatives` prints. */
import {build} from 'esbuild';
import {resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

export const SUMMARY_HEADING = ['', 'cases', 'order 1', 'order 2', 'order 3'];
export const AREAS_HEADING = [
  'area',
  'cases',
  'tfjs, order 1',
  '2',
  '3',
  'with this package, order 1',
  '2',
  '3',
];
export const SUMMARY_ROWS = ['tfjs alone', 'with this package'];
export const ALL_AREAS = '**all**';

export async function derivativeForms() {
  return {
    derivatives: {heading: SUMMARY_HEADING, rows: SUMMARY_ROWS},
    'derivatives by area': {heading: AREAS_HEADING, rows: [...(await areaNames()), ALL_AREAS]},
  };
}

/** The areas that have cases for the cpu backend. No case runs. */
async function areaNames() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const outfile = resolve(root, '.specs/report/areas.js');
  await build({
    entryPoints: [resolve(root, 'spec/derivatives/cases/index.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  const {areas} = await import(pathToFileURL(outfile).href);
  const isOnCpu = ({skip}) => skip?.cpu === undefined;
  return Object.keys(areas).filter((area) => areas[area].some(isOnCpu));
}
