/** The digits as scripts/demo-digits.js packs them. */
import * as tf from '@tensorflow/tfjs-core';

import address from '../generated/digits.bin?url';

const HEADER_LENGTH = 6;

export interface Digits {
  /** The width and the height of an image. */
  readonly size: number;
  readonly classes: number;
  readonly training: ImageSet;
  readonly heldOut: ImageSet;
}

/** Images of one length, and the class of each. */
export class ImageSet {
  readonly count: number;

  constructor(
    readonly size: number,
    readonly classes: number,
    private readonly levels: Uint8Array,
  ) {
    this.count = levels.length / (size * size);
  }

  /** As many images of one class as of any other, in the order of the classes. */
  classOf(index: number): number {
    return Math.floor((index * this.classes) / this.count);
  }

  /** The grey levels of an image, from 0 to 1. */
  image(index: number): Float32Array {
    const length = this.size ** 2;
    const levels = this.levels.subarray(index * length, (index + 1) * length);
    return Float32Array.from(levels, (level) => level / 255);
  }

  /** Images as the network takes them: [count, size, size, 1]. */
  batch(indices: readonly number[]): tf.Tensor4D {
    return this.stack(indices.map((index) => this.image(index)));
  }

  /** The same, each image moved at random by up to a pixel across and down. */
  movedBatch(indices: readonly number[], random: () => number): tf.Tensor4D {
    const shift = () => Math.floor(3 * random()) - 1;
    return this.stack(indices.map((index) => moved(this.image(index), this.size, shift(), shift())));
  }

  /** Ones at the classes of the images: [count, classes]. */
  labels(indices: readonly number[]): tf.Tensor2D {
    const values = new Float32Array(indices.length * this.classes);
    indices.forEach((index, place) => {
      values[place * this.classes + this.classOf(index)] = 1;
    });
    return tf.tensor2d(values, [indices.length, this.classes]);
  }

  private stack(images: readonly Float32Array[]): tf.Tensor4D {
    const values = new Float32Array(images.length * this.size ** 2);
    images.forEach((image, place) => values.set(image, place * image.length));
    return tf.tensor4d(values, [images.length, this.size, this.size, 1]);
  }
}

function moved(image: Float32Array, size: number, across: number, down: number): Float32Array {
  const inside = (place: number) => place >= 0 && place < size;
  return image.map((_, index) => {
    const [row, column] = [Math.floor(index / size) - down, (index % size) - across];
    return inside(row) && inside(column) ? (image[row * size + column] ?? 0) : 0;
  });
}

export async function loadDigits(): Promise<Digits> {
  const response = await fetch(address);
  if (!response.ok || !response.body) throw new Error(`Could not load the digits: ${response.status}.`);
  const unpacked = new Response(response.body.pipeThrough(new DecompressionStream('gzip')));
  return unpack(await unpacked.arrayBuffer());
}

function unpack(buffer: ArrayBuffer): Digits {
  const header = new DataView(buffer, 0, HEADER_LENGTH);
  const [size, classes] = [header.getUint8(0), header.getUint8(1)];
  const length = classes * size ** 2;
  const [training, heldOut] = [header.getUint16(2) * length, header.getUint16(4) * length];
  const levels = new Uint8Array(buffer, HEADER_LENGTH, training + heldOut);
  return {
    size,
    classes,
    training: new ImageSet(size, classes, levels.subarray(0, training)),
    heldOut: new ImageSet(size, classes, levels.subarray(training)),
  };
}
