import {convolutional} from './convolutional.js';

export default convolutional({count: 16, side: 28});
