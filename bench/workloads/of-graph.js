/** What the graph is timed at. */
export const WORKLOADS = [
  'rosenbrock',
  'funnel',
  'eight-schools',
  'scalar-chain',
  'logistic-regression',
  'perceptron-small',
  'perceptron-large',
  'convolutional-large',
  'tanh-exponential',
];
