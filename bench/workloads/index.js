/** Loads a workload by the name of its file, and by its size if it comes in sizes. */
export async function load(name, size) {
  const workload = await import(`./${name}.js`);
  return size === undefined ? workload.default : workload.ofSize(size);
}
