import {perceptron} from './perceptron.js';

export default perceptron({
  title: 'MLP 128×784→128→10, relu',
  rows: 128,
  features: 784,
  hidden: 128,
  classes: 10,
  activation: 'relu',
});
