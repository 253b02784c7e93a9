/**
 * Alea, Johannes Baagøe's generator of random numbers, which tfjs draws by.
 */

const TWO_TO_32 = 2 ** 32;

const PER_CARRY = 1 / TWO_TO_32;

/** A stream of numbers in [0, 1) that the seed determines. */
export function alea(seed: string): () => number {
  const hash = hasher();
  const [a, b, c] = [hash(' '), hash(' '), hash(' ')];
  // Members of an object: V8 would make a new object of each float that a variable of a closure is set to.
  const state = {a: below(a - hash(seed)), b: below(b - hash(seed)), c: below(c - hash(seed)), carry: 1};
  return () => {
    const sum = 2091639 * state.a + state.carry * PER_CARRY;
    const carry = sum | 0;
    state.carry = carry;
    state.a = state.b;
    state.b = state.c;
    state.c = sum - carry;
    return state.c;
  };
}

function below(number: number): number {
  return number < 0 ? number + 1 : number;
}

/** Numbers in [0, 1) that follow from all texts hashed so far. */
function hasher(): (text: string) => number {
  let state = 0xefc8249d;
  return (text) => {
    for (let index = 0; index < text.length; index++) {
      state += text.charCodeAt(index);
      let rest = 0.02519603282416938 * state;
      state = rest >>> 0;
      rest = (rest - state) * state;
      state = rest >>> 0;
      state += (rest - state) * TWO_TO_32;
    }
    return (state >>> 0) / TWO_TO_32;
  };
}
