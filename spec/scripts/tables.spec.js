import {expect} from 'chai';

import {markdownTable} from '../../bench/harness/markdown.js';
import {wrongFigures} from '../../scripts/tables/figures.js';
import {differences, formOf, rowsOf} from '../../scripts/tables/form.js';
import {tablesIn, withTable} from '../../scripts/tables/pages.js';

const heading = ['', 'a call', 'ratio'];
const table = markdownTable(heading, [
  ['tape', '2.0 µs', '1.00'],
  ['graph', '1.0 µs', '0.50'],
]);
const page = `Before.\n\n<!-- table: times -->\n\n${table}\n\n<!-- /table -->\n\nAfter.\n`;

describe('a table in a page', () => {
  it('is found between its markers', () => {
    expect(tablesIn(page)).to.deep.equal([{name: 'times', table}]);
  });

  it('is replaced by another, and the text around it stays', () => {
    const other = markdownTable(heading, [['tape', '$& µs', '1.00']]);
    expect(tablesIn(withTable(page, 'times', other))).to.deep.equal([{name: 'times', table: other}]);
    expect(withTable(withTable(page, 'times', other), 'times', table)).to.equal(page);
    expect(withTable(page, 'sizes', other)).to.equal(page);
  });

  it('has the form expected, whatever its figures are', () => {
    expect(differences({heading, rows: ['tape', 'graph']}, formOf(table))).to.deep.equal([]);
    expect(rowsOf(table).get('graph')).to.deep.equal(['1.0 µs', '0.50']);
  });

  it('differs in form if a column has another name', () => {
    const expected = {heading: ['', 'a call', 'factor'], rows: ['tape', 'graph']};
    expect(differences(expected, formOf(table))).to.deep.equal([
      'the heading should be " | a call | factor", but got " | a call | ratio"',
    ]);
  });

  it('differs in form if a row is missing, renamed or moved', () => {
    for (const rows of [['tape'], ['tape', 'program'], ['graph', 'tape'], ['tape', 'graph', 'jax']])
      expect(differences({heading, rows}, formOf(table)), rows.join()).to.have.length(1);
  });
});

describe('a figure in a sentence of the README', () => {
  it('is that of its table', () => {
    const wrong = wrongFigures(readme('up to third order are right in all 12 test cases.'));
    expect(wrong.join('\n')).to.match(
      /README\.md: expected "right in all \d{3,} test cases", but got "right in all 12 test cases"/u,
    );
  });

  it('is missed if the sentence is gone', () => {
    expect(wrongFigures('')).to.have.length.greaterThan(3);
  });

  function readme(sentence) {
    return `# Title\n\nDerivatives ${sentence}\n`;
  }
});
