/** A held-out digit, the network's answers, and the gradient of the winning one by pixel. */
import {create, elementOf, setUsable} from '../../shared/elements.js';
import {labelOf} from '../../shared/ticks.js';
import {attentionOf, centralDifference, type Attention} from '../model/attention.js';
import {type ImageSet} from '../model/digits.js';
import {type Network} from '../model/network.js';
import {type Turns} from '../turns.js';
import {percent} from './curves.js';
import {drawLevels, drawSlopes, markPixel} from './pictures.js';

const STRIDES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class AttentionView {
  private readonly digit = elementOf('digit', HTMLCanvasElement);
  private readonly picture = elementOf('gradient', HTMLCanvasElement);
  private readonly example = elementOf('example', HTMLInputElement);
  private network: Network | null = null;
  private predictions: readonly number[] = [];
  /** The pixel that the user chose. Without one it is the steepest. */
  private chosenPixel: number | null = null;
  private pixel = 0;
  private isQueued = false;

  constructor(
    private readonly images: ImageSet,
    private readonly turns: Turns,
    private readonly fail: (error: unknown) => void,
  ) {
    this.example.max = String(images.count);
    this.example.addEventListener('change', () => this.choose(this.index));
    const next = elementOf('next', HTMLButtonElement);
    next.addEventListener('click', () => this.choose(this.index + 1));
    this.nextMistake.addEventListener('click', () => this.choose(this.mistakeAfter(this.index)));
    this.picture.addEventListener('pointerdown', (event) => this.choosePixel(this.pixelAt(event)));
    this.picture.addEventListener('keydown', (event) => this.moveBy(event));
    setUsable([next], true);
    this.showDigit();
  }

  /** Looks through a network, whose predictions of all images may be known. */
  async look(network: Network | null, predictions: readonly number[] = []): Promise<void> {
    this.network = network;
    this.predictions = predictions;
    setUsable([this.nextMistake], this.mistakeAfter(this.index) >= 0);
    await this.turns.take(() => this.refresh());
  }

  /** Before the network is disposed of. */
  forget(): void {
    this.network = null;
  }

  private get nextMistake(): HTMLButtonElement {
    return elementOf('next-mistake', HTMLButtonElement);
  }

  private get index(): number {
    return Math.max(1, Math.min(this.images.count, Math.round(this.example.valueAsNumber) || 1)) - 1;
  }

  private choose(index: number): void {
    this.example.value = String((index % this.images.count) + 1);
    this.chosenPixel = null;
    this.showDigit();
    this.setStale(true);
    this.ask();
  }

  private choosePixel(pixel: number): void {
    this.chosenPixel = this.pixel = pixel;
    this.ask();
  }

  private ask(): void {
    if (this.isQueued) return;
    this.isQueued = true;
    this.turns.take(() => this.refresh()).catch(this.fail);
  }

  private mistakeAfter(index: number): number {
    const isWrong = (each: number) => this.predictions[each] !== this.images.classOf(each);
    const order = this.predictions.map((_, step) => (index + 1 + step) % this.images.count);
    return order.find(isWrong) ?? -1;
  }

  private showDigit(): void {
    const truth = this.images.classOf(this.index);
    drawLevels(this.digit, this.images.image(this.index), this.images.size);
    elementOf('digit-caption', HTMLElement).textContent = `The digit: a ${truth}`;
    this.digit.ariaLabel = `A handwritten ${truth}`;
  }

  /** Dims what still belongs to the digit before. */
  private setStale(isStale: boolean): void {
    elementOf('images', HTMLDivElement).setAttribute('aria-busy', String(isStale));
  }

  /** The gradient, and one of its entries beside a central difference at the same weights. */
  private async refresh(): Promise<void> {
    this.isQueued = false;
    if (!this.network) return;
    const {network, images, index} = this;
    const image = images.batch([index]);
    try {
      const attention = await attentionOf(network, image);
      const pixel = (this.pixel = this.chosenPixel ?? steepest(attention.gradient));
      const difference = await centralDifference(network, image, pixel, attention.winner);
      drawSlopes(this.picture, attention.gradient, images.size);
      markPixel(this.picture, pixel, images.size);
      this.showAnswers(attention, images.classOf(index));
      this.showPixel(pixel, attention.gradient[pixel] ?? NaN, difference);
      this.setStale(index !== this.index);
    } finally {
      image.dispose();
    }
  }

  private showAnswers({logits, winner}: Attention, truth: number): void {
    elementOf('gradient-caption', HTMLElement).textContent = `Gradient of the logit of ${winner}`;
    elementOf('scores-caption', HTMLElement).textContent =
      winner === truth ? `Answer: ${winner}, which is right` : `Answer: ${winner}, but it is a ${truth}`;
    this.picture.ariaLabel = `Gradient of the logit of ${winner} by pixel`;
    const most = logits[winner] ?? 0;
    const weights = logits.map((logit) => Math.exp(logit - most));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const rows = logits.map((logit, digit) =>
      scoreRow(digit, logit, (weights[digit] ?? 0) / total, digit === winner),
    );
    elementOf('scores', HTMLTableSectionElement).replaceChildren(...rows);
  }

  private moveBy(event: KeyboardEvent): void {
    const stride = STRIDES[event.key];
    if (!stride) return;
    event.preventDefault();
    const {size} = this.images;
    const within = (place: number) => Math.max(0, Math.min(size - 1, place));
    const column = within((this.pixel % size) + stride[0]);
    this.choosePixel(within(Math.floor(this.pixel / size) + stride[1]) * size + column);
  }

  private pixelAt(event: PointerEvent): number {
    const {left, top, width, height} = this.picture.getBoundingClientRect();
    const {size} = this.images;
    const place = (share: number) => Math.max(0, Math.min(size - 1, Math.floor(share * size)));
    return place((event.clientY - top) / height) * size + place((event.clientX - left) / width);
  }

  private showPixel(pixel: number, slope: number, difference: number): void {
    const {size} = this.images;
    const texts = {
      pixel: `${Math.floor(pixel / size) + 1}, ${(pixel % size) + 1}`,
      'pixel-gradient': labelOf(slope, 4),
      'pixel-difference': labelOf(difference, 4),
    };
    for (const [id, text] of Object.entries(texts)) elementOf(id, HTMLElement).textContent = text;
  }
}

function scoreRow(digit: number, logit: number, share: number, wins: boolean): HTMLTableRowElement {
  const probability = create('td', {className: 'bar'}, percent(share));
  probability.style.setProperty('--share', `${100 * share}%`);
  const head = create('th', {scope: 'row'}, String(digit));
  const score = create('td', {}, signed(logit));
  return create('tr', {className: wins ? 'winner' : ''}, head, score, probability);
}

/** With two digits and a true minus sign, but none before zero. */
function signed(value: number): string {
  const text = value.toFixed(2);
  return Number(text) === 0 ? '0.00' : text.replace('-', '−');
}

function steepest(gradient: Float32Array): number {
  return gradient.reduce(
    (best, slope, index) => (Math.abs(slope) > Math.abs(gradient[best] ?? 0) ? index : best),
    0,
  );
}
