/**
 * The machine in plain TypeScript, where WebAssembly is refused: slower, with the same results.
 */
import {type Machine} from './machine.js';
import {Memory} from './typescript/memory.js';
import {runInstructions} from './typescript/whole.js';

export function makeTypeScriptMachine(): Machine {
  const memory = new Memory();
  return {
    kind: 'typescript',
    get floats() {
      return memory.floats;
    },
    get ints() {
      return memory.ints;
    },
    grow: (bytes) => memory.grow(bytes),
    run: (start, end) => runInstructions(memory, start / 4, end / 4),
  };
}
