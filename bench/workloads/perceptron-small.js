import {perceptron} from './perceptron.js';

export default perceptron({
  title: 'MLP 32×64→64→10, tanh',
  rows: 32,
  features: 64,
  hidden: 64,
  classes: 10,
  activation: 'tanh',
});
