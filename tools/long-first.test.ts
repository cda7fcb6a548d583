import { glob } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { root } from './run-command.ts'
import { long, sortLongFirst } from './long-first.ts'

it('puts what takes long before the rest, and leaves the rest as it was', () => {
  const files = [
    '/x/server/b.test.ts',
    '/x/test/e2e/desk.test.ts',
    '/x/server/a.test.ts',
    '/x/test/chaos/schedules.test.ts',
  ]
  expect(sortLongFirst(files, (file) => file)).toEqual([
    '/x/test/chaos/schedules.test.ts',
    '/x/test/e2e/desk.test.ts',
    '/x/server/b.test.ts',
    '/x/server/a.test.ts',
  ])
})

it('knows files that exist', async () => {
  const files = await Array.fromAsync(glob('{test,server,cli}/**/*.test.ts', { cwd: root }))
  expect(long.filter((part) => !files.some((file) => file.startsWith(part)))).toEqual([])
})
