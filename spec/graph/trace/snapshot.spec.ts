import {expect} from 'chai';

import {snapshot} from '../../../src/graph/trace/snapshot.js';

describe('a snapshot', () => {
  it('does not follow changes of arrays, objects and typed arrays within', () => {
    const attributes = {axes: [0, 1], pads: [[1, 2]], values: Float32Array.of(1, -0), deep: {text: 'a'}};
    const taken = snapshot(attributes);
    const before = {axes: [0, 1], pads: [[1, 2]], values: Float32Array.of(1, -0), deep: {text: 'a'}};
    attributes.axes.push(2);
    (attributes.pads[0] as number[])[0] = 9;
    attributes.values.fill(9);
    attributes.deep.text = 'b';
    expect(taken).to.deep.equal(before);
  });

  it('keeps what is neither', () => {
    const [date, f] = [new Date(0), (): void => undefined];
    for (const value of [date, f, 'text', 1, NaN, null, undefined, true])
      expect(Object.is(snapshot(value), value)).to.equal(true);
    expect((snapshot({f}) as {f: unknown}).f === f).to.equal(true);
  });
});
