/** What the rivals that train share: they are compared after some steps, and timed by others. */

const STEPS = 5;

/** Large enough for errors to show; and so small that the weights stay where they are, however many steps are timed. */
const RATES = {compared: 0.01, timed: 1e-6};

/**
 * `make(rate)` starts from the workload's arguments: it gives `step`, which returns the loss as a list, `weights`, which returns
 * those, and may give `run`, to be timed in the place of `step`, and `prove`.
 */
export async function trainer(make) {
  const {step, run = step} = await make(RATES.timed);
  // The first steps make the optimizer's slots, and are traced: they may take longer than the whole warming up.
  for (let count = 0; count < STEPS; count++) await step();
  const results = async () => {
    const compared = await make(RATES.compared);
    const losses = [];
    for (let count = 0; count < STEPS; count++) losses.push(...(await compared.step()));
    compared.prove?.();
    return [Float32Array.from(losses), ...(await compared.weights())];
  };
  return {run, results};
}

/** The variables, data and loss of a workload. */
export function startInTfjs(tf, {args, data, lossInTfjs}) {
  const [parameters, given] = [args, data].map((list) =>
    list.map(({values, shape}) => tf.tensor(values, shape)),
  );
  const variables = parameters.map((parameter) => tf.variable(parameter));
  const weights = () => variables.map((variable) => variable.dataSync().slice());
  return {variables, data: given, loss: lossInTfjs(tf), weights};
}

/** The number of a scalar, which is disposed of. */
export function lossIn(scalar) {
  const values = scalar.dataSync();
  scalar.dispose();
  return values;
}

/** Throws unless a program was compiled, and has been called after its traces. */
export function proveReplayed(compiled) {
  const {signatures} = compiled.inspect();
  const [{runsOn, calls}] = signatures;
  if (signatures.length !== 1 || runsOn === undefined || calls < STEPS)
    throw new Error(`no compiled program has run: ${JSON.stringify(signatures.map((it) => it.reason))}`);
}
