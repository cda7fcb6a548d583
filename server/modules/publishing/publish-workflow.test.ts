import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openTestInstallation,
  principalWith,
  type TestInstallation,
} from '../access/testing/test-installation-store.ts'
import { checkWorkflow, currentWorkflow, getWorkflow } from '../workflow/index.ts'
import { publishWorkflow } from './index.ts'

const folder = join(import.meta.dirname, '../../..')
const document = await readFile(join(folder, 'workflows/operations-review.yaml'), 'utf8')

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
})
afterAll(() => home.close())

describe('publishing a workflow', () => {
  it('is unavailable before the first one', async () => {
    await expect(currentWorkflow(home.contextOf())).rejects.toMatchObject({ code: 'conflict' })
    expect(await getWorkflow(home.contextOf())).toBeNull()
  })

  it('puts it in force for every node and keeps each version', async () => {
    const context = home.contextOf()
    const elsewhere = home.elsewhere.openContext({
      workspace: home.workspace,
      principal: context.principal,
      requestId: 'r',
    })
    expect((await publishWorkflow(context, { document, expectedVersion: 0 })).version).toBe(1)
    expect((await publishWorkflow(context, { document, expectedVersion: 1 })).version).toBe(1)
    expect((await currentWorkflow(elsewhere)).version).toBe(1)
    expect((await publishWorkflow(context, { document: `${document}\n`, expectedVersion: 1 })).version).toBe(2)
    expect((await currentWorkflow(context)).version).toBe(2)
    const events = await home.query(`select data from events where type = 'workflow.published' order by seq`)
    expect(events).toEqual([{ data: { version: 1 } }, { data: { version: 2 } }])
  })

  it('lets one of two racing publications win', async () => {
    const context = home.contextOf()
    const before = (await currentWorkflow(context)).version
    const race = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        publishWorkflow(context, { document: `${document}\n# ${index}\n`, expectedVersion: before }),
      ),
    )
    expect(race.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    for (const one of race)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'version_mismatch' })
  })

  it('refuses a document with an error, says where, and leaves the one in force', async () => {
    const context = home.contextOf()
    const before = (await currentWorkflow(context)).version
    const broken = document.replace('queues:', 'queues:\n  Bad Slug: {}')
    await expect(publishWorkflow(context, { document: broken, expectedVersion: null })).rejects.toMatchObject({
      code: 'workflow_invalid',
      details: {
        problems: expect.arrayContaining([expect.objectContaining({ severity: 'error', line: expect.any(Number) })]),
      },
    })
    expect((await currentWorkflow(context)).version).toBe(before)
  })

  it('refuses a document whose own test fails', async () => {
    const failing = document.replace(/expect: \{ queue: (\w+)/, 'expect: { queue: security')
    expect(failing).not.toBe(document)
    const check = await checkWorkflow(home.contextOf(), { document: failing })
    expect(check.isPublishable).toBe(false)
    expect(check.tests.filter((test) => !test.passed)).toHaveLength(1)
  })

  it('needs the permission', async () => {
    const reader = home.contextOf(principalWith(['workflow:read']))
    await expect(publishWorkflow(reader, { document, expectedVersion: null })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
