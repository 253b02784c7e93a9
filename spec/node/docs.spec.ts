import {expect} from 'chai';
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

import {publicNames} from './snippets/extract.js';

const SITE = '.specs/docs';

/** The files of the site with an ending, each with its text. */
function filesOfSite(ending: string): Array<{name: string; text: string}> {
  return readdirSync(SITE, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith(ending))
    .map((name) => ({name, text: readFileSync(join(SITE, name), 'utf8')}));
}

/** The addresses in attributes, as they are meant. */
function addresses(html: string, attribute: RegExp): string[] {
  return [...html.matchAll(attribute)].map(([, address]) =>
    decodeURI((address as string).replaceAll('&amp;', '&')),
  );
}

describe('the documentation', () => {
  before('build it', () => {
    // It fails on warnings: of links that lead nowhere, of types that are named and not documented.
    execFileSync(process.execPath, ['node_modules/typedoc/bin/typedoc', '--out', SITE], {stdio: 'pipe'});
  });

  for (const name of publicNames('src/index.ts')) {
    it(`has a page of ${name}, with a description`, () => {
      const [page, ...others] = filesOfSite(`API.${name}.html`);
      expect(others).to.deep.equal([]);
      expect(page?.text).to.match(new RegExp(`<h1[^>]*>[^\\n]*${name}`));
      expect(page?.text).to.include('<div class="tsd-comment tsd-typography">');
    });
  }

  for (const file of readdirSync('docs/guides')) {
    it(`has the guide ${file}, under its title and with its snippets`, () => {
      const guide = readFileSync(`docs/guides/${file}`, 'utf8');
      const title = /^title: (.*)$/m.exec(guide)?.[1] ?? '';
      const pages = filesOfSite('.html').filter(({text}) => /<h1[^>]*>([^<]*)/.exec(text)?.[1] === title);
      expect(pages.length, title).to.equal(1);
      const snippets = guide.match(/^```ts$/gm)?.length ?? 0;
      expect(pages[0]?.text.match(/<code class="ts">/g)?.length, 'snippets').to.equal(snippets);
    });
  }

  it('leads to pages and headings that are there', () => {
    for (const {name, text} of filesOfSite('.html')) {
      for (const address of addresses(text, /<a [^>]*?href="([^"]*)"/g)) {
        if (/^[a-z]+:/.test(address)) continue;
        const [path = '', heading = ''] = address.split('#');
        const target = path === '' ? join(SITE, name) : join(SITE, dirname(name), path);
        expect(existsSync(target), `${address} in ${name}`).to.equal(true);
        if (heading !== '' && target.endsWith('.html'))
          expect(readFileSync(target, 'utf8'), `${address} in ${name}`).to.include(`id="${heading}"`);
      }
    }
  });

  it('fetches nothing from another host', () => {
    for (const {name, text} of filesOfSite('.html')) {
      const fetched = addresses(text, /<(?:script|link|img|iframe|use)\b[^>]*?(?:src|href)="([^"]*)"/g);
      expect(fetched.length, name).to.be.greaterThan(0);
      for (const address of fetched) expect(address, name).not.to.match(/^([a-z]+:)?\/\//);
    }
    for (const {name, text} of filesOfSite('.js')) {
      expect(text, name).not.to.match(/\b(fetch|import|importScripts|open)\(\s*["'`]([a-z]+:)?\/\//);
    }
    for (const {name, text} of filesOfSite('.css')) {
      expect(text, name).not.to.match(/@import|url\(\s*["']?([a-z]+:)?\/\//);
    }
  });
});
