/** Plots the loss in the terminal. */
import asciichart from 'asciichart';

const WIDTH = 64;
const HEIGHT = 10;
const MARGIN = 7;

/** A chart of the loss over the steps. */
export function plotLosses(losses) {
  const shown = Array.from({length: WIDTH}, (_, column) => losses[stepAt(column, losses.length)]);
  const format = (loss) => loss.toFixed(2).padStart(MARGIN - 1);
  const chart = asciichart.plot(shown, {height: HEIGHT, min: 0, format});
  return ['loss'.padStart(MARGIN - 1), chart.replace(/ +$/gm, ''), ...stepAxis(losses.length)].join('\n');
}

function stepAt(column, count) {
  return Math.round((column / (WIDTH - 1)) * (count - 1));
}

/** The horizontal axis, with the first, the middle and the last step. */
function stepAxis(count) {
  const margin = ' '.repeat(MARGIN);
  const half = WIDTH / 2;
  const numbers = '1' + String(Math.round(count / 2)).padStart(half) + String(count).padStart(half);
  return [`${margin}└${'─'.repeat(WIDTH)}`, `${margin} ${numbers}`, `${margin}${'step'.padStart(half + 2)}`];
}
