/** Mutants that give the same results, and why. */
export const EQUIVALENT = {
};
