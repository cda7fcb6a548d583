import { configDefaults, defineConfig } from 'vitest/config'

/** What speaks of the repository itself and needs no database: `npm run verify` runs it alone. */
const house = ['test/architecture/**/*.test.ts', 'tools/**/*.test.ts']
const needsDatabase = ['test/architecture/catalogue.test.ts']
const never = [...configDefaults.exclude, '**/dist/**']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'house', include: house, exclude: [...never, ...needsDatabase] } },
      {
        extends: true,
        test: {
          name: 'service',
          globalSetup: ['server/database/testing/global-setup.ts'],
          include: ['{server,sdk,cli,console,widget}/**/*.test.ts', 'test/**/*.test.ts', ...needsDatabase],
          exclude: [...never, 'test/architecture/!(catalogue).test.ts'],
        },
      },
    ],
  },
})
