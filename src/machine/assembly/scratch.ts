/**
 * Scratch memory: the last page, which no program has. Nothing in it outlives an instruction.
 */
const PAGE_BYTES: usize = 65536;

export function scratch(): usize {
  return ((<usize>memory.size()) << 16) - PAGE_BYTES;
}
