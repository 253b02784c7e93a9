import eslint from '@eslint/js';
import {defineConfig, globalIgnores} from 'eslint/config';
import tseslint from 'typescript-eslint';
import {undocumentedTfjs} from './scripts/undocumented-tfjs-rule.js';

const throughUnknown = {
  selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
  message:
    'Narrow the type instead. Where the typings of tfjs force a cast, put it in the file that wraps them.',
};

const replacedKernel = {
  selector: "AssignmentExpression[left.property.name='kernelFunc']",
  message: 'Replace kernels by replacingKernels of src/tfjs/registry.ts.',
};

export default defineConfig(
  globalIgnores([
    'dist',
    'docs-dist',
    'demo-dist',
    '.specs',
    '.tmp',
    'src/machine/assembly',
    'src/machine/module.ts',
    'src/machine/doubles/assembly',
    'src/machine/doubles/module.ts',
  ]),
  {linterOptions: {reportUnusedDisableDirectives: 'error'}},
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    languageOptions: {parserOptions: {projectService: true}},
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', {fixStyle: 'inline-type-imports'}],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
      'no-restricted-syntax': ['error', throughUnknown],
      eqeqeq: ['error', 'always', {null: 'ignore'}],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', {max: 300}],
      'max-lines-per-function': ['error', {max: 60, skipComments: true}],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/tfjs/**'],
    plugins: {house: {rules: {'undocumented-tfjs': undocumentedTfjs}}},
    rules: {
      'house/undocumented-tfjs': 'error',
      'no-restricted-imports': [
        'error',
        {patterns: [{group: ['**/tfjs/internals.js'], message: 'It is for the files of src/tfjs alone.'}]},
      ],
      'no-restricted-syntax': ['error', throughUnknown, replacedKernel],
    },
  },
  {
    // The file that wraps what the typings of tfjs leave out.
    files: ['src/tfjs/internals.ts'],
    rules: {'no-restricted-syntax': 'off'},
  },
  {
    files: ['spec/**/*.ts'],
    rules: {
      // Chai asserts by reading a property.
      '@typescript-eslint/no-unused-expressions': 'off',
      // The title of a test of types says why it expects an error.
      '@typescript-eslint/ban-ts-comment': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: {console: 'readonly', process: 'readonly', URL: 'readonly', globalThis: 'readonly'},
    },
  },
  {
    files: ['spec/**/*.js'],
    languageOptions: {
      globals: {
        describe: 'readonly',
        it: 'readonly',
        before: 'readonly',
        after: 'readonly',
        beforeEach: 'readonly',
        afterEach: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        TextEncoder: 'readonly',
        TextDecoder: 'readonly',
      },
    },
  },
);
