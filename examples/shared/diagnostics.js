/**
 * Diagnostics of a quantity from the draws of several Markov chains: `draws[chain][draw]`.
 * R-hat and the effective sample size after Gelman et al., "Bayesian Data Analysis", 3rd edition, section 11.4-11.5.
 */

/** Mean, standard deviation, quantiles, R-hat and effective sample size. */
export function summarise(chains) {
  const all = chains.flat();
  return {
    mean: mean(all),
    sd: Math.sqrt(variance(all)),
    quantile5: quantile(all, 0.05),
    median: quantile(all, 0.5),
    quantile95: quantile(all, 0.95),
    rHat: rHatOf(halves(chains)),
    effective: effectiveSampleSize(halves(chains)),
  };
}

/** Treats each half of a chain as a chain of its own, so that a drift within chains shows, too. */
function halves(chains) {
  return chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2);
    return [chain.slice(0, half), chain.slice(half, 2 * half)];
  });
}

/** The variance within chains, and the variance of the quantity, estimated from within and between chains. */
function variances(chains) {
  const within = mean(chains.map(variance));
  const [{length}] = chains;
  return {within, total: ((length - 1) / length) * within + variance(chains.map(mean))};
}

/** 1 if the chains agree. */
function rHatOf(chains) {
  const {within, total} = variances(chains);
  return Math.sqrt(total / within);
}

/** How many independent draws would estimate the mean as well. If neighbours are anticorrelated, more than there are. */
function effectiveSampleSize(chains) {
  const [{length}] = chains;
  const {total} = variances(chains);
  const correlation = (lag) => 1 - mean(chains.map((chain) => variogram(chain, lag))) / (2 * total);
  let sum = 1 + correlation(1);
  // The true sums of neighbours are positive (Geyer, 1992), so the first that is not is noise.
  for (let lag = 2; lag + 1 < length; lag += 2) {
    const pair = correlation(lag) + correlation(lag + 1);
    if (pair < 0) break;
    sum += pair;
  }
  return (chains.length * length) / (2 * sum - 1);
}

/** The mean squared difference of draws that are `lag` apart. */
function variogram(chain, lag) {
  return mean(chain.slice(lag).map((draw, index) => (draw - chain[index]) ** 2));
}

function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function variance(numbers) {
  const centre = mean(numbers);
  return numbers.reduce((sum, number) => sum + (number - centre) ** 2, 0) / (numbers.length - 1);
}

/** Interpolates between the two nearest draws. */
function quantile(numbers, share) {
  const sorted = Float64Array.from(numbers).sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
