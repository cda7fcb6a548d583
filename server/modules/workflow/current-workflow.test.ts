import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorkspace } from '../access/index.ts'
import { openTestInstallation, type TestInstallation } from '../access/testing/test-installation-store.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { currentWorkflow } from './index.ts'

const document = await readFile(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')
/** More than the pool has connections. */
const callers = 40

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
})
afterAll(() => home.close())

/** A workspace as two processes see it. */
async function openPlace(slug: string) {
  const workspace = await createWorkspace(home.here, { slug, name: slug, purpose: 'live' })
  const { principal, requestId } = home.contextOf()
  const call = { workspace, principal, requestId }
  return { here: home.here.openContext(call), elsewhere: home.elsewhere.openContext(call) }
}

const byAll = <T>(ask: () => Promise<T>) => Array.from({ length: callers }, ask)

describe('the workflow in force', () => {
  it('is compiled once for all who ask first, and those inside a transaction wait for nobody outside', async () => {
    const { here, elsewhere } = await openPlace('first')
    await publishWorkflow(elsewhere, { document, expectedVersion: 0 })
    const inside = byAll(() => here.transaction((tx) => currentWorkflow(here.within(tx))))
    const outside = byAll(() => currentWorkflow(here))
    expect(new Set(await Promise.all([...inside, ...outside])).size).toBe(1)
  })

  it('is asked for again after a first time that failed', async () => {
    const { here, elsewhere } = await openPlace('failed')
    for (const { reason } of (await Promise.allSettled(byAll(() => currentWorkflow(here)))) as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'conflict', details: { reason: 'no_workflow' } })
    await publishWorkflow(elsewhere, { document, expectedVersion: 0 })
    expect((await currentWorkflow(here)).version).toBe(1)
  })
})
