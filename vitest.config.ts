import { configDefaults, defineConfig } from 'vitest/config'
import { soon } from './server/platform/testing/soon.ts'
import { LongFirst } from './tools/long-first.ts'

/** What speaks of the repository itself and needs no database: `npm run verify` runs it alone. */
const house = ['test/architecture/**/*.test.ts', '{tools,bench}/**/*.test.ts']
const needsDatabase = ['test/architecture/catalogue.test.ts']
/** What people do in a browser, each on a service of its own. */
const screens = ['test/e2e/**/*.test.ts']
/** What is only computed: no database, no sockets, nothing kept from file to file, so one process does for many. */
const pure = ['{server/core,console/src,sdk/src}/**/*.test.ts']
const seeded = ['test/property/seed-properties.ts']
const never = [...configDefaults.exclude, '**/dist/**']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A limit ends what will never come; how soon something comes is for `npm run bench` to say.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { ...soon, interval: 20 } },
    sequence: { sequencer: LongFirst },
    projects: [
      { extends: true, test: { name: 'house', include: house, exclude: [...never, ...needsDatabase] } },
      { extends: true, test: { name: 'pure', include: pure, exclude: never, setupFiles: seeded, isolate: false } },
      {
        extends: true,
        test: {
          name: 'service',
          globalSetup: ['server/database/testing/global-setup.ts'],
          setupFiles: seeded,
          include: ['{server,cli,widget}/**/*.test.ts', 'test/**/*.test.ts', ...needsDatabase],
          exclude: [...never, ...pure, ...screens, 'test/architecture/!(catalogue).test.ts'],
        },
      },
      {
        // A person would wait for a busy machine, too: what counts is what is shown in the end, not how soon.
        extends: true,
        test: {
          name: 'screens',
          globalSetup: ['test/e2e/testing/build-screens.ts'],
          include: screens,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { ...soon, interval: 100 } },
        },
      },
    ],
  },
})
