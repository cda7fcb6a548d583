import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['server/database/testing/global-setup.ts'],
    include: ['{server,sdk,cli,console,tools}/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/architecture/planted/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
