import {convolutional} from './convolutional.js';

export default convolutional({count: 4, side: 16});
