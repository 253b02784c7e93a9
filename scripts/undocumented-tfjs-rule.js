/**
 * An ESLint rule: members of tfjs that its documentation does not name are used in `src/tfjs` alone. It goes by where a
 * member is declared, so that `kept` of a tensor is refused and `kept` of anything else is not.
 */

/** Of the types of tfjs-core that are the engine's own, the members that may be used: `runKernel` is for all. */
const UNDOCUMENTED = {
  Engine: ['runKernel'],
  EngineState: [],
  TapeNode: [],
  ScopeState: [],
  KernelBackend: [],
  DataStorage: [],
};

/** Of its documented types, the members that may not. */
const DOCUMENTED = {Tensor: ['kept', 'scopeId']};

export const undocumentedTfjs = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      found:
        '{{name}} of {{owner}} is not documented by tfjs. Use what src/tfjs exports, or add a function there.',
    },
  },

  create(context) {
    const {parserServices} = context.sourceCode;
    const report = (node, symbol) => {
      const owner = symbol === undefined ? undefined : ownerOf(symbol);
      if (owner !== undefined)
        context.report({node, messageId: 'found', data: {name: symbol.getName(), owner}});
    };
    return {
      MemberExpression({property, computed}) {
        if (!computed) report(property, parserServices.getSymbolAtLocation(property));
      },
      ObjectPattern(pattern) {
        const type = parserServices.getTypeAtLocation(pattern);
        for (const property of pattern.properties) {
          const name = property.key?.name ?? property.key?.value;
          if (typeof name === 'string') report(property, type.getProperty(name));
        }
      },
    };
  },
};

/** The type of tfjs-core that has an undocumented member; undefined for any other member. */
function ownerOf(symbol) {
  const declaration = symbol.declarations?.[0];
  const file = declaration?.getSourceFile().fileName ?? '';
  const owner = declaration?.parent?.name?.text;
  if (!file.includes('@tensorflow/tfjs-') || owner === undefined) return undefined;
  const name = symbol.getName();
  const isUndocumented = Object.hasOwn(UNDOCUMENTED, owner)
    ? !UNDOCUMENTED[owner].includes(name)
    : DOCUMENTED[owner]?.includes(name);
  return isUndocumented === true ? owner : undefined;
}
