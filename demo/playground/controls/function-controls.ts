import {create, elementOf} from '../../shared/elements.js';
import {ExpressionError} from '../expression/expression-error.js';
import {surfaceOf, type Surface} from '../expression/evaluate.js';
import {parse} from '../expression/parser.js';
import {landscapes, ownLandscape, type Landscape, type LandscapeName} from '../landscapes.js';

const OWN = 'own';
/** Long enough that a word being typed is not yet called wrong. */
const PAUSE = 350;
const MOST_SHOWN = 40;

export interface FunctionListener {
  /** Another landscape: its window, start and step sizes come with it. */
  readonly onLandscape: (landscape: Landscape, surface: Surface) => void;
  /** Another function in the same window. */
  readonly onSurface: (surface: Surface) => void;
}

/** The choice of a function, and the line to write one's own. */
export class FunctionControls {
  readonly #select = elementOf('landscape', HTMLSelectElement);
  readonly #input = elementOf('expression', HTMLInputElement);
  readonly #error = elementOf('expression-error', HTMLParagraphElement);
  #timer = 0;
  #lastRead = '';
  /** What the plot shows. */
  #lastGood = '';
  #own = ownLandscape.expression;

  constructor(private readonly listener: FunctionListener) {
    const choices = Object.entries(landscapes).map(([value, {title}]) => create('option', {value}, title));
    this.#select.append(...choices, create('option', {value: OWN}, ownLandscape.title));
    this.#select.addEventListener('change', () => this.#choose());
    this.#input.addEventListener('input', () => {
      this.#select.value = OWN;
      this.#own = this.#input.value;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#apply(), PAUSE);
    });
    this.#input.addEventListener('change', () => this.#apply());
  }

  begin(name: LandscapeName): void {
    this.#select.value = name;
    this.#choose();
  }

  #choose() {
    const name = this.#select.value;
    const landscape = Object.entries(landscapes).find(([key]) => key === name)?.[1] ?? ownLandscape;
    this.#input.value = landscape === ownLandscape ? this.#own : landscape.expression;
    clearTimeout(this.#timer);
    const surface = this.#read();
    if (surface) this.listener.onLandscape(landscape, surface);
  }

  #apply() {
    clearTimeout(this.#timer);
    if (this.#input.value === this.#lastRead) return;
    const surface = this.#read();
    if (surface) this.listener.onSurface(surface);
  }

  #read(): Surface | undefined {
    this.#lastRead = this.#input.value;
    try {
      const surface = surfaceOf(parse(this.#input.value));
      this.#lastGood = this.#input.value;
      this.#show(undefined);
      return surface;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.#show(error);
      return undefined;
    }
  }

  #show(error: ExpressionError | undefined) {
    this.#input.setAttribute('aria-invalid', String(error !== undefined));
    this.#error.replaceChildren();
    if (!error) return;
    const still = ` The plot still shows ${shortened(this.#lastGood)}`;
    this.#error.append(excerptOf(this.#input.value, error.position), error.message, still);
  }
}

function shortened(expression: string): string {
  return expression.length > MOST_SHOWN ? `${expression.slice(0, MOST_SHOWN)}…` : `${expression}.`;
}

/** The expression with its faulty sign marked, for the eye; the message says it in words. */
function excerptOf(source: string, position: number): HTMLElement {
  const index = position - 1;
  const fault = create('mark', {}, source.slice(index, position) || '\u00a0');
  const before = source.slice(Math.max(0, index - 24), index);
  const excerpt = create(
    'span',
    {className: 'excerpt'},
    before,
    fault,
    source.slice(position, position + 16),
  );
  excerpt.setAttribute('aria-hidden', 'true');
  return excerpt;
}
