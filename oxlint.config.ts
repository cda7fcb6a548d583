import { defineConfig } from 'oxlint'

/** The rules R1 to R13 are explained in docs/architecture.md; each has a planted violation in test/architecture/planted. */
interface ForbiddenImports {
  readonly group: string[]
  readonly message: string
}

/** In oxlint the last override that matches replaces the rule, patterns and all, so each repeats what it shares. */
function forbid(...patterns: ForbiddenImports[]) {
  const rule: ['error', { patterns: ForbiddenImports[] }] = ['error', { patterns }]
  return { 'no-restricted-imports': rule }
}

const edges = ['**/http/**', '**/realtime/**', '**/jobs/**', '**/start/**', '**/commands/**']
const anyEdge = { group: edges, message: 'A module never knows who calls it (R2).' }
const above = { group: ['**/modules/**', ...edges], message: 'The ground floor knows no module and no edge (R2).' }
const database = { group: ['**/database/**'], message: 'SQL lives in a module’s *-store.ts or *-view.ts (R4).' }
const sibling = { group: ['../[!.]*/**', '!../*/index.ts'], message: 'Enter another module by its index.ts (R3).' }
const moduleInside = {
  group: ['**/modules/*/*', '!**/modules/*/index.ts'],
  message: 'Enter a module by its index.ts (R3).',
}
const core = { group: ['**/core/**'], message: 'An edge calls verbs; verbs call the core (R5).' }
const server = { group: ['**/server/**'], message: 'Clients reach the server only through the SDK (R6).' }
const outbound = {
  group: ['undici', 'http', 'https', 'node:http', 'node:https'],
  message: 'Outgoing requests go through platform/outbound.',
}

export default defineConfig({
  plugins: ['eslint', 'typescript', 'import', 'unicorn', 'oxc'],
  jsPlugins: ['./tools/lint/verb-rule.js'],
  categories: { correctness: 'error' },
  ignorePatterns: ['node_modules', '**/dist/**', '**/generated/**', '**/*.gen.ts', '**/*.gen.d.ts'],
  rules: {
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'max-lines': ['error', { max: 300 }],
    'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    'max-params': ['error', { max: 4 }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    // Functions here are closures over what they were made with; none of them uses `this`.
    'typescript/unbound-method': 'off',
  },
  overrides: [
    {
      files: ['server/**'],
      excludeFiles: ['server/platform/config.ts'],
      rules: {
        'no-restricted-properties': [
          'error',
          { object: 'process', property: 'env', message: 'Settings come from platform/config.ts (R7).' },
        ],
      },
    },
    {
      files: ['server/core/**'],
      rules: forbid({
        group: [
          '*',
          '!./*',
          '!../*/*',
          '../../**',
          '!@marcbachmann',
          '!@marcbachmann/cel-js',
          '!yaml',
          '!typebox',
          '!typebox/*',
        ],
        message: 'The core imports nothing but the core (R1).',
      }),
    },
    {
      files: ['server/core/**'],
      rules: {
        'no-restricted-globals': ['error', 'Date', 'process', 'fetch', 'setTimeout', 'crypto', 'performance'],
        'no-restricted-properties': [
          'error',
          { object: 'Math', property: 'random', message: 'Pass the seed in (R1).' },
          { object: 'Temporal', property: 'Now', message: 'Pass the instant in (R1).' },
        ],
      },
    },
    { files: ['server/{platform,database}/**'], rules: forbid(above) },
    {
      files: ['server/modules/**'],
      rules: { ...forbid(anyEdge, database, sibling, outbound), 'switchyard/verb': 'error' },
    },
    {
      files: ['server/modules/**/*-store.ts', 'server/modules/**/*-view.ts'],
      rules: forbid(anyEdge, sibling, outbound),
    },
    { files: ['server/{http,realtime,jobs}/**'], rules: forbid(database, moduleInside, core, outbound) },
    { files: ['server/{start,commands}/**', 'server/main.ts'], rules: forbid(moduleInside) },
    { files: ['{console,widget,cli}/**'], rules: forbid(server) },
    {
      files: ['console/src/features/**'],
      rules: forbid(server, {
        group: ['../[!.]*/**', '**/features/*/**'],
        message: 'Features meet in a route, never in each other.',
      }),
    },
    {
      files: ['console/src/ui/**'],
      rules: forbid(server, {
        group: ['**/features/**', '**/routes/**'],
        message: 'A shared component knows no feature.',
      }),
    },
    // What only tests import may reach wherever they reach.
    { files: ['**/testing/**'], rules: { 'no-restricted-imports': 'off' } },
    {
      files: ['**/*.test.ts', '**/*.test.tsx'],
      rules: {
        'no-restricted-imports': 'off',
        'max-lines-per-function': 'off',
        'no-restricted-globals': 'off',
        'typescript/no-non-null-assertion': 'off',
      },
    },
    { files: ['*.config.ts', '**/*.config.ts', 'tools/lint/*.js'], rules: { 'import/no-default-export': 'off' } },
  ],
})
