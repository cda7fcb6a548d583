import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { soon } from '../../platform/testing/soon.ts'
import { openFile, readFile } from '../attachments/index.ts'
import { readBulk, readBulkTickets, startBulk, undoBulk } from '../bulk/index.ts'
import { type CaseDesk, openCaseDesk } from '../cases/testing/case-desk.ts'
import { changeChecklist } from '../collaboration/index.ts'
import { fileBytes, keepFile, openBytesFolder, receiveFile } from '../files/index.ts'
import { addMessage } from '../handling/index.ts'
import { writeMails } from '../mail/index.ts'
import { indexEvents } from '../search/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { createView, getView } from '../views/index.ts'
import { eraseCustomer } from './index.ts'
import { findColumnsWith } from './testing/marked-customer-store.ts'
import { indexDocuments, workBulks } from './testing/marked-traces-store.ts'

let desk: CaseDesk
let folder: string
beforeAll(async () => {
  desk = await openCaseDesk()
  folder = await mkdtemp(join(tmpdir(), 'erased-files-'))
  desk.home.here.memory.keep(fileBytes, openBytesFolder(folder))
})
afterAll(async () => {
  await desk.close()
  await rm(folder, { recursive: true })
})

const query = <Row>(statement: string, values?: unknown[]) => desk.home.query<Row>(statement, values)
const erase = ({ customer }: Ticket) =>
  eraseCustomer(desk.context, { customerId: customer.id, reason: 'requested', closeOpen: true })
const lastSeq = async () => (await query<{ seq: number }>('select max(seq)::float8 as seq from events'))[0]?.seq ?? 0
/** A word that nobody else has, of letters alone. */
const word = () =>
  `${newId()
    .slice(-12)
    .replaceAll(/\d/g, (digit) => 'ghijkmnopr'.charAt(Number(digit)))}qk`
const say = (ticket: Ticket, body: string, fileIds: string[] = []) =>
  addMessage(desk.context, {
    ticketId: ticket.id,
    body,
    visibility: 'public',
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
    fileIds,
  })

async function sendFile(content: string): Promise<string> {
  const received = await receiveFile(desk.context, {
    announcedBytes: null,
    file: (take) => take({ name: 'receipt.txt', bytes: Readable.from([content]) }),
  })
  return (await keepFile(desk.context, received)).id
}

describe('files of somebody who is erased', () => {
  it('are served no more at once, and their bytes and room are given back', async () => {
    const ticket = await desk.ticket({ customerId: `f-${newId()}` })
    const fileId = await sendFile('Paid by Ana')
    await say(ticket, 'Your receipt', [fileId])
    const file = await readFile(desk.context, { fileId })
    if (file === null) throw new Error('The file is not there.')
    expect(await text(await openFile(desk.context, file, null))).toBe('Paid by Ana')
    const receipt = await erase(ticket)
    expect(receipt?.counts).toMatchObject({ files: 1 })
    expect(await readFile(desk.context, { fileId })).toBeNull()
    await vi.waitFor(
      () => expect(existsSync(join(folder, desk.home.workspace.id, fileId.slice(-2), fileId))).toBe(false),
      soon,
    )
    expect(await query('select bytes::integer from file_usages')).toEqual([{ bytes: 0 }])
    const told = await query(
      `select type, data ->> 'reason' as reason from events where subject_id = $1 order by seq`,
      [fileId],
    )
    expect(told).toEqual([
      { type: 'file.uploaded', reason: null },
      { type: 'file.deleted', reason: 'erased' },
    ])
  })

  it('keep their bytes when the erasure does not come to pass', async () => {
    const ticket = await desk.ticket({ customerId: `f-${newId()}` })
    const fileId = await sendFile('Still here')
    await say(ticket, 'Your receipt', [fileId])
    const undone = desk.context.transaction(async (tx) => {
      await eraseCustomer(desk.context.within(tx), {
        customerId: ticket.customer.id,
        reason: 'requested',
        closeOpen: true,
      })
      throw new Error('never mind')
    })
    await expect(undone).rejects.toThrow('never mind')
    const file = await readFile(desk.context, { fileId })
    expect(file === null ? null : await text(await openFile(desk.context, file, null))).toBe('Still here')
  })
})

describe('search', () => {
  it('forgets the words of somebody who is erased, and none that others use', async () => {
    const [own, shared] = [word(), word()]
    const [ticket] = [
      await desk.ticket({ customerId: `s-${newId()}`, issueSummary: `${own} ${shared}` }),
      await desk.ticket({ customerId: `s-${newId()}`, issueSummary: shared }),
    ]
    await indexDocuments(desk)
    const known = async () =>
      (await query<{ word: string }>('select word from search_words where word = any($1)', [[own, shared]])).map(
        (row) => row.word,
      )
    expect((await known()).toSorted()).toEqual([own, shared].toSorted())
    await erase(ticket)
    expect(await known()).toEqual([shared])
    await indexDocuments(desk)
    expect(await findColumnsWith(query, [own])).toEqual([])
  })

  it('has saved searches that name nobody any more, and are else what they were', async () => {
    const secret = word()
    const email = `${secret}@example.com`
    const ticket = await desk.ticket({ customerId: `s-${newId()}`, customer: { name: 'open', email } })
    const view = { icon: 'star', sort: 'newest', columns: [], groupBy: null, sharedWith: 'nobody', teams: [] } as const
    const saved = await createView(desk.context, { ...view, name: `Of ${email}`, q: `customer:${email} is:open` })
    await erase(ticket)
    const left = await getView(desk.context, { viewId: saved.id })
    expect(left).toMatchObject({ name: 'Of erased', q: 'customer:erased is:open' })
  })
})

describe('a change of many tickets', () => {
  it('that still runs says its words to the others, and keeps none of them after', async () => {
    const secret = word()
    const ticket = await desk.ticket({ customerId: `b-${newId()}`, issueSummary: secret })
    const other = await desk.ticket({ customerId: `b-${newId()}` })
    const begun = await startBulk(desk.context, {
      selection: { kind: 'ids', ids: [ticket.id, other.id] },
      action: { kind: 'update', set: { priority: 'critical', priorityReason: secret } },
    })
    await erase(ticket)
    await workBulks(desk.context)
    expect(await desk.read(other)).toMatchObject({ priority: 'critical', priorityReason: secret })
    expect((await readBulk(desk.context, { bulkId: begun.id }))?.action).toEqual({
      kind: 'update',
      set: { priority: 'critical' },
    })
    const page = { bulkId: begun.id, outcome: null, after: null, limit: 10 }
    expect((await readBulkTickets(desk.context, page))?.map(({ outcome }) => outcome)).toEqual(['refused', 'changed'])
  })

  it('gives nothing back to whoever was erased since', async () => {
    const secret = word()
    const ticket = await desk.ticket({ customerId: `b-${newId()}`, priority: 'high', priorityReason: secret })
    const begun = await startBulk(desk.context, {
      selection: { kind: 'ids', ids: [ticket.id] },
      action: { kind: 'update', set: { priority: 'critical', priorityReason: 'Now' } },
    })
    await workBulks(desk.context)
    expect(await findColumnsWith(query, [secret])).toContain('bulk_tickets.before')
    await erase(ticket)
    await undoBulk(desk.context, { bulkId: begun.id })
    await workBulks(desk.context)
    expect(await readBulk(desk.context, { bulkId: begun.id })).toMatchObject({ counts: { kept: 1, undone: 0 } })
    expect(await findColumnsWith(query, [secret])).toEqual([])
  })
})

describe('while somebody is erased', () => {
  it('neither mail nor search nor a checklist keeps what they had read before', async () => {
    for (let round = 0; round < 5; round++) {
      const secret = word()
      const customer = { name: `Mr ${secret}`, email: `${secret}@example.com` }
      const ticket = await desk.ticket({ customerId: `w-${newId()}`, channel: 'email', customer, issueSummary: secret })
      await say(ticket, `Dear ${secret}`)
      const upTo = await lastSeq()
      const system = desk.home.contextOf(systemPrincipal)
      const item = { kind: 'add', text: `Call ${secret}` } as const
      const checklist = changeChecklist(desk.context, { ticketId: ticket.id, wish: item }).catch(
        (error: { details?: { reason?: string } }) => error.details?.reason,
      )
      const others = [writeMails(system, { upTo }), indexEvents(system, { upTo }), checklist]
      // Once all are done before it, and then they race.
      if (round === 0) await Promise.all(others)
      await Promise.all([erase(ticket), ...others])
      expect(await findColumnsWith(query, [secret])).toEqual([])
    }
    const mails = await query<{ count: number }>('select count(*)::integer as count from outbox_mails')
    expect(mails[0]?.count).toBeGreaterThan(0)
  })

  it('a checklist of theirs is closed for good', async () => {
    const ticket = await desk.ticket({ customerId: `w-${newId()}` })
    await erase(ticket)
    const add = changeChecklist(desk.context, { ticketId: ticket.id, wish: { kind: 'add', text: 'Call' } })
    await expect(add).rejects.toMatchObject({ code: 'conflict', details: { reason: 'erased' } })
  })
})
