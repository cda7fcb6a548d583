import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestInstallation, type TestInstallation } from '../access/testing/test-installation-store.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { createTicket, dryRunRequest } from './index.ts'

const document = await readFile(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')
const withFax = document.replace('\nchannels:\n', '\nchannels:\n  fax: { label: Fax }\n')

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
  await publishWorkflow(home.contextOf(), { document, expectedVersion: null })
})
afterAll(() => home.close())

const dryRun = (request: object, text: string | null = null) =>
  dryRunRequest(home.contextOf(), { request: { channel: 'ticket', ...request }, document: text, at: null })

describe('trying a request', () => {
  it('says what would become of it, with lines', async () => {
    const run = await dryRun({ issueSummary: 'My deposit was captured twice' })
    expect(run.classification.queue).toBe('payments')
    expect(run.trace.find((entry) => entry.matched)?.line).toBeGreaterThan(1)
  })

  it.each([
    { channel: 'fax' },
    { channel: '' },
    { serviceLine: 'nowhere' },
    { type: 'nothing' },
    { category: 'nothing' },
    { priority: 'soon' },
    { affected: ['payment-gateway', 'nothing'] },
    { callbackUrl: 'ftp://example.org/' },
    { channel: 'fax', type: 'nothing' },
  ])('refuses %o as intake does, and points at it', async (wrong) => {
    const request = { customerId: 'c', channel: 'ticket', ...wrong }
    const refused = await createTicket(home.contextOf(), { request, key: null }).catch((error: unknown) => error)
    const { code, message, fields } = refused as { code: string; message: string; fields: { pointer: string }[] }
    expect(fields.length).toBeGreaterThan(0)
    await expect(dryRun(wrong)).rejects.toMatchObject({
      code,
      message,
      fields: fields.map((field) => ({ ...field, pointer: `/request${field.pointer}` })),
    })
  })

  it('knows the words of the document that is tried', async () => {
    expect((await dryRun({ channel: 'fax' }, withFax)).classification.queue).toBe('frontline')
    await expect(dryRun({ channel: 'post' }, withFax)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('refuses a document with an error', async () => {
    await expect(dryRun({}, 'zone: [')).rejects.toMatchObject({ code: 'workflow_invalid' })
  })
})
