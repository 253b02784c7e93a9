/** A loop written by hand, if there is one: the speed to aim for. */
export async function prepare({args, inJavaScript}) {
  if (inJavaScript === undefined) throw new Error('not written by hand');
  const differentiate = inJavaScript();
  const values = args.map((arg) => arg.values);
  return {run: () => differentiate(...values)};
}
