import {ESLint} from 'eslint';
import {expect} from 'chai';

/** What the rules of this repository say of a source in the place of a file. */
async function messagesFor(filePath: string, source: string): Promise<string[]> {
  const [result] = await new ESLint().lintText(source, {filePath});
  return (result?.messages ?? []).map(({ruleId, message}) => `${ruleId}: ${message}`);
}

const source = `
import {engine, type KernelBackend, type KernelConfig, type Tensor} from '@tensorflow/tfjs-core';
import {internals} from '../tfjs/internals.js';

export function uses(backend: KernelBackend, tensor: Tensor, config: KernelConfig): unknown {
  const {kept} = tensor;
  const {state} = engine();
  backend.incRef(tensor.dataId);
  config.kernelFunc = () => [];
  return [kept, state.kernelDepth, internals(), engine().runKernel('Identity', {x: tensor}), {kept}.kept];
}
`;

describe('the lint rules', () => {
  it("refuse tfjs's undocumented members outside src/tfjs, and nothing else", async () => {
    const found = await messagesFor('src/tape/order.ts', source);
    const expected = [
      /no-restricted-imports: .*src\/tfjs alone/,
      /undocumented-tfjs: kept of Tensor/,
      /undocumented-tfjs: state of Engine/,
      /undocumented-tfjs: incRef of KernelBackend/,
      /no-restricted-syntax: .*replacingKernels/,
      /undocumented-tfjs: kernelDepth of EngineState/,
    ];
    expect(found.length, found.join('\n')).to.equal(expected.length);
    found.forEach((message, index) => expect(message).to.match(expected[index] as RegExp));
  }).timeout(180_000); // The linter reads the types of all sources.

  it('let src/tfjs use them', async () => {
    const found = await messagesFor('src/tfjs/memory.ts', source.replace('../tfjs/', './'));
    expect(found.filter((message) => message.includes('undocumented'))).to.deep.equal([]);
  });
});
