/** The confusion matrix as a table: a row for each digit, a column for each answer. */
import {create, elementOf} from '../../shared/elements.js';
import {type Evaluation} from '../model/evaluation.js';
import {percent} from './curves.js';

export class ConfusionTable {
  private readonly table = elementOf('confusion', HTMLTableElement);
  private readonly caption = elementOf('confusion-caption', HTMLTableCaptionElement);

  /** The table without figures. */
  clear(classes: number): void {
    this.fill(Array.from({length: classes}, () => Array.from({length: classes}, () => null)));
    this.caption.textContent =
      'How often a digit (row) was classified as each digit (column): not counted yet';
  }

  show({confusion}: Evaluation, step: number): void {
    this.fill(confusion);
    this.caption.textContent = `How often a digit (row) was classified as each digit (column), after step ${step}`;
  }

  private fill(rows: readonly (readonly (number | null)[])[]): void {
    const heads = rows.map((_, digit) => create('th', {scope: 'col'}, String(digit)));
    const corner = create('td', {}, create('span', {className: 'visually-hidden'}, 'Digit'));
    const right = create('th', {scope: 'col'}, 'right');
    this.table.tHead?.replaceChildren(create('tr', {}, corner, ...heads, right));
    this.table.tBodies[0]?.replaceChildren(...rows.map(rowOf));
  }
}

function rowOf(counts: readonly (number | null)[], digit: number): HTMLTableRowElement {
  const total = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const cells = counts.map((count, answer) => cellOf(count, total, answer === digit));
  const share = total > 0 ? percent((counts[digit] ?? 0) / total) : '–';
  const head = create('th', {scope: 'row'}, String(digit));
  return create('tr', {}, head, ...cells, create('td', {className: 'share'}, share));
}

/** Shaded by its share of the row. Mistakes are shaded more, as they are few. */
function cellOf(count: number | null, total: number, right: boolean): HTMLTableCellElement {
  const cell = create('td', {className: right ? 'right' : 'wrong'}, count === null ? '–' : String(count));
  const share = total > 0 ? (count ?? 0) / total : 0;
  cell.classList.toggle('none', count === 0);
  cell.style.setProperty('--shade', `${Math.min(100, share * (right ? 55 : 600))}%`);
  return cell;
}
