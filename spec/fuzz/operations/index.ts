/** Every operation that is drawn, by name. */
import type {Operations} from '../operation.js';
import {convolutions} from './convolutions.js';
import {discrete, elementWise} from './element-wise.js';
import {gathering} from './gathering.js';
import {images} from './images.js';
import {movements} from './movements.js';
import {others} from './others.js';
import {products} from './products.js';
import {reductions} from './reductions.js';

export const operations: Operations = {
  ...elementWise,
  ...discrete,
  ...reductions,
  ...movements,
  ...gathering,
  ...products,
  ...convolutions,
  ...images,
  ...others,
};
