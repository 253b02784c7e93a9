/**
 * The graphics card that webgl computes on. A browser may take it back at any time: when a driver fails, or memory is short.
 * From then on tfjs reads zeros, or waits for values that never come, and says nothing of it.
 */
import * as tf from '@tensorflow/tfjs-core';

let context: WebGLRenderingContext | undefined;
/** Also true where the browser has restored the context, since all that was in its memory is gone. */
let hasLost = false;
const listeners = new Set<() => void>();

export class GraphicsLostError extends Error {
  override readonly name = 'GraphicsLostError';

  constructor() {
    super('The browser has lost the graphics card.');
  }
}

/** Looks out for the loss of what webgl computes on, from its start on. */
export function watch(started: WebGLRenderingContext): void {
  if (started === context) return;
  context = started;
  hasLost = false;
  const canvas: EventTarget = started.canvas;
  canvas.addEventListener('webglcontextlost', () => {
    if (started !== context) return;
    hasLost = true;
    // Who computes elsewhere need not know. Webgl is renewed when it is next asked for.
    if (tf.getBackend() === 'webgl') for (const listener of [...listeners]) listener();
  });
}

/** Whether webgl has lost what it computes on, and needs to be renewed. */
export function isGraphicsLost(): boolean {
  return hasLost || (context?.isContextLost() ?? false);
}

/** Calls the listener whenever what is computed on is lost. Returns what ends that. */
export function onGraphicsLost(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What a reading brings. Rejects as soon as the graphics card is lost, since the reading may then never end. */
export function unlessLost<T>(reading: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const refuse = () => {
      end();
      reject(new GraphicsLostError());
    };
    const end = onGraphicsLost(refuse);
    if (tf.getBackend() === 'webgl' && isGraphicsLost()) refuse();
    void reading.then(resolve, reject).finally(end);
  });
}
