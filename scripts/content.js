/** Hashes of files, by which a script knows whether to build again. Times do not tell: a checkout changes them. */
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join, sep} from 'node:path';

/**
 * The hash of what files hold, and of their names.
 *
 * @param {string[]} paths Files and folders. A folder stands for every file in it, to any depth.
 * @param {{except?: string[], besides?: unknown}} options Files to leave out, and a JSON value that counts as well.
 */
export function hashOf(paths, {except = [], besides = null} = {}) {
  const hash = createHash('sha256').update(JSON.stringify(besides));
  for (const path of paths.flatMap(filesIn).map(withSlashes).sort()) {
    if (except.includes(path)) continue;
    const contents = readFileSync(path);
    hash.update(`\0${path}\0${contents.length}\0`).update(contents);
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, {withFileTypes: true}).flatMap((entry) => filesIn(join(path, entry.name)));
}

function withSlashes(path) {
  return path.replaceAll(sep, '/');
}
