import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import own from './lint/rules.js';

const limits = {
  'max-lines': ['error', { max: 400, skipComments: true }],
  'max-lines-per-function': ['error', { max: 80, skipComments: true }],
  complexity: ['error', 16],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', '**/test-results/**'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, hooks.configs.flat.recommended],
    plugins: { own },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...limits,
      'own/no-plain-text': 'error',
      'own/no-plain-colour': 'error',
      'own/own-area': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Handlers of events may be async: what goes wrong in them is shown by the query or mutation they call.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    // Values of the design, words of the languages and tests are where such things stand.
    files: ['packages/tokens/**', '**/*.test.{ts,tsx}', 'apps/web/browser/**'],
    rules: { 'own/no-plain-colour': 'off', 'own/no-plain-text': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: ['packages/i18n/src/texts/**'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly', Buffer: 'readonly' } },
  },
);
