/** Describes in sentences at which size one rival overtakes another. */

/** `times` by rival, at each of the sizes; both axes are logarithmic, so that lines between points are straight. */
export function crossings(times, sizes, titles) {
  const names = Object.keys(times);
  const pairs = names.flatMap((first, index) => names.slice(index + 1).map((second) => [first, second]));
  return pairs.flatMap((pair) => crossingsOf(pair, times, sizes, titles));
}

function crossingsOf([first, second], times, sizes, titles) {
  const gaps = sizes.map((_, index) => Math.log(times[first][index] / times[second][index]));
  const faster = (gap) => titles[gap < 0 ? first : second];
  const slower = (gap) => titles[gap < 0 ? second : first];
  const found = gaps.slice(1).flatMap((gap, index) => {
    const before = gaps[index];
    if (gap < 0 === before < 0) return [];
    const size = sizes[index] * (sizes[index + 1] / sizes[index]) ** (before / (before - gap));
    return [`${faster(gap)} overtakes ${slower(gap)} at ${rounded(size)} elements`];
  });
  return found.length > 0 ? found : [`${faster(gaps[0])} is faster than ${slower(gaps[0])} at every size`];
}

function rounded(size) {
  return Number(size.toPrecision(1)).toLocaleString('en');
}
