import {expect} from 'chai';
import {mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {hashOf} from '../../scripts/content.js';

describe('the hash of files', () => {
  let folder;
  let before;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'content-'));
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'a.ts'), 'a');
    writeFileSync(join(folder, 'inner/b.ts'), 'b');
    before = hashOf([folder]);
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  it('stays the same when a file is only touched', () => {
    utimesSync(join(folder, 'a.ts'), new Date(), new Date(2100, 0));
    expect(hashOf([folder])).to.equal(before);
  });

  it('changes with what a file holds', () => {
    writeFileSync(join(folder, 'inner/b.ts'), 'c');
    expect(hashOf([folder])).not.to.equal(before);
  });

  it('changes with a name', () => {
    renameSync(join(folder, 'a.ts'), join(folder, 'c.ts'));
    expect(hashOf([folder])).not.to.equal(before);
  });

  it('changes when a file comes or goes', () => {
    writeFileSync(join(folder, 'c.ts'), '');
    expect(hashOf([folder])).not.to.equal(before);
    expect(hashOf([folder], {except: [join(folder, 'c.ts')]})).to.equal(before);
  });

  it('changes with what counts besides', () => {
    expect(hashOf([folder], {besides: ['1.0.0']})).not.to.equal(hashOf([folder], {besides: ['1.0.1']}));
  });
});
