/**
 * A list of numbers is several arguments, and JavaScript drops those that `f` does not take: `f(x)` on `[1, 2, 3]` would
 * be differentiated at 1 without a word.
 */
import {misuse} from '../errors.js';

/** How many numbers a message shows. */
const MOST_SHOWN = 4;

/**
 * Throws where a vector was meant: `f` takes one parameter, `args` is a packed list of several plain numbers, and the value
 * depends on the first alone.
 *
 * @param isConnected Whether the value depends on the number at that position.
 */
export function refuseDroppedNumbers(
  caller: string,
  {length}: {readonly length: number},
  args: unknown,
  options: {readonly autoUnpackSingleArg?: boolean; readonly argnums?: unknown},
  isConnected: (position: number) => boolean,
): void {
  if (length !== 1 || options.autoUnpackSingleArg === false || options.argnums !== undefined) return;
  if (!isListOfNumbers(args) || !args.every((_, position) => isConnected(position) === (position === 0)))
    return;
  const shown = `${args.slice(0, MOST_SHOWN).join(', ')}${args.length > MOST_SHOWN ? ', …' : ''}`;
  throw misuse(
    caller,
    `args: f takes one parameter and got the ${args.length} numbers [${shown}], of which it uses the first alone`,
    `Pass [[${shown}]] for one vector${
      caller === 'checkGradients' ? '' : `, or {autoUnpackSingleArg: false} with the list as it is`
    }`,
  );
}

function isListOfNumbers(args: unknown): args is readonly number[] {
  return Array.isArray(args) && args.length > 1 && args.every((value) => typeof value === 'number');
}
