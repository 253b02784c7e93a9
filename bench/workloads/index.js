/** A workload by the name of its file, and by its size where it comes in sizes. */
export async function load(name, size) {
  const workload = await import(`./${name}.js`);
  return size === undefined ? workload.default : workload.ofSize(size);
}
