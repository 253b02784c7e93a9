import type {Plot} from './plot.js';
import type {Point} from './walkers/walker.js';

export interface PointingListener {
  /** The pointer is over this point, or has left the plot. */
  readonly onHover: (point: Point | undefined) => void;
  readonly onChoose: (point: Point) => void;
  /** Arrow keys, in shares of the window. */
  readonly onMove: (right: number, up: number) => void;
  readonly onEnter: () => void;
}

const ARROWS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const SHARE = 1 / 50;
const SMALL_SHARE = 1 / 500;

/** What mouse, finger and keyboard do on the plot. */
export function listenToPointing(plot: Plot, listener: PointingListener): void {
  const {overlay} = plot;
  overlay.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse') listener.onHover(plot.pointUnder(event));
  });
  overlay.addEventListener('pointerleave', () => listener.onHover(undefined));
  overlay.addEventListener('click', (event) => {
    const point = plot.pointUnder(event);
    if (point) listener.onChoose(point);
  });
  overlay.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    const share = event.shiftKey ? SMALL_SHARE : SHARE;
    if (arrow) listener.onMove(arrow[0] * share, arrow[1] * share);
    else if (event.key === 'Enter' || event.key === ' ') listener.onEnter();
    else return;
    event.preventDefault();
  });
}
