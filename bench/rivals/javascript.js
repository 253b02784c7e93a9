/** What a loop written by hand takes: the limit, where somebody wrote it. */
export async function prepare({args, inJavaScript}) {
  if (inJavaScript === undefined) throw new Error('not written by hand');
  const differentiate = inJavaScript();
  const values = args.map((arg) => arg.values);
  return {run: () => differentiate(...values)};
}
