/** The operand with the given index, of an instruction whose operands begin at `words`. */
export function operand(words: usize, index: i32): i32 {
  return load<i32>(words + ((<usize>index) << 2));
}
