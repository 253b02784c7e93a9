/**
 * Alea, Johannes Baagøe's generator of random numbers, which tfjs draws by.
 */

const TWO_TO_32 = 2 ** 32;

/** A stream of numbers in [0, 1) that the seed determines. */
export function alea(seed: string): () => number {
  const hash = hasher();
  let [a, b, c] = [hash(' '), hash(' '), hash(' ')];
  [a, b, c] = [below(a - hash(seed)), below(b - hash(seed)), below(c - hash(seed))];
  let carry = 1;
  return () => {
    const sum = 2091639 * a + carry / TWO_TO_32;
    carry = Math.floor(sum);
    a = b;
    b = c;
    c = sum - carry;
    return c;
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
