import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openPool } from '../../database/pool.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { soon } from '../../platform/testing/soon.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { canonicalJson, sealEvents, verifyAudit } from '../audit/index.ts'
import { type CaseDesk, openCaseDesk } from '../cases/testing/case-desk.ts'
import { getCustomer, updateCustomer } from '../customers/index.ts'
import { createEventFeed, type EventFeed } from '../events/index.ts'
import { addMessage, pullTask } from '../handling/index.ts'
import { createTicket } from '../intake/index.ts'
import { checkInvariants } from '../routing/index.ts'
import { readQaReport } from '../quality/index.ts'
import { takeCall } from '../voice/testing/take-call.ts'
import { dataMap } from './data-map.ts'
import { applyReceipt, eraseCustomer, getReceipt, listReceipts, mergeCustomers, type Receipt } from './index.ts'
import { receiptHash } from './receipt.ts'
import { indexDocuments } from './testing/marked-traces-store.ts'
import { binaryColumns as binary } from './testing/binary-columns.ts'
import { findColumnsWith, openMarkedCustomer, textColumns } from './testing/marked-customer-store.ts'

let desk: CaseDesk
let feed: EventFeed
let close: () => Promise<void>
beforeAll(async () => {
  desk = await openCaseDesk()
  const onConnectionLost = () => undefined
  const relay = openPool({ url: desk.home.relayUrl, size: 3, name: 'test relay', onConnectionLost })
  const log = { warn: () => undefined }
  feed = createEventFeed({ relay, memory: desk.home.here.memory, pollMs: 20, log })
  await feed.start()
  close = async () => {
    await feed.stop()
    await relay.end()
    await desk.close()
  }
})
afterAll(() => close())

const erase = (customerId: string, more: Partial<Parameters<typeof eraseCustomer>[1]> = {}, context = desk.context) =>
  eraseCustomer(context, { customerId, reason: 'requested', closeOpen: true, ...more })
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code: string; details: { reason?: string } }) => error.details.reason ?? error.code,
  )
const query = <Row>(text: string, values?: unknown[]) => desk.home.query<Row>(text, values)
const settle = async () => {
  const [last] = await query<{ seq: number }>('select max(seq)::float8 as seq from events')
  await vi.waitFor(() => expect(feed.mark()).toBeGreaterThanOrEqual(last?.seq ?? 0), soon)
}
const asked = {
  from: null,
  to: null,
  queue: null,
  channel: null,
  serviceLine: null,
  agentId: null,
  groupBy: null,
} as const

describe('erasing a customer', () => {
  it('leaves no word of it in any column of any table, and every figure and proof as it was', async () => {
    const { customerId, marks } = await openMarkedCustomer(desk)
    await settle()
    await sealEvents(desk.context)
    const blanked = Object.entries(dataMap).flatMap(([table, fates]) =>
      `${fates.blanked ?? ''} ${fates.removed ?? ''}`
        .split(' ')
        .flatMap((one) => (one === '' ? [] : [`${table}.${one}`])),
    )
    const before = await findColumnsWith(query, marks)
    const unmarked = [
      'case_evidence.file_id',
      'customer_contacts.kind',
      'customers.language',
      'customers.timezone',
      'files.media_type',
      'files.sha256',
      'files.uploaded_by',
      'idempotency_keys.route',
      'portal_links.token_hash',
    ]
    expect(blanked.filter((column) => !before.includes(column) && !unmarked.includes(column))).toEqual([])
    expect(before.filter((column) => !blanked.includes(column))).toEqual([])
    const figures = await readQaReport(desk.context, asked)

    const receipt = await erase(customerId)
    expect(await findColumnsWith(query, marks)).toEqual([])
    await settle()
    await indexDocuments(desk)
    expect(await findColumnsWith(query, marks)).toEqual([])
    await sealEvents(desk.context)
    expect(await verifyAudit(desk.context)).toMatchObject({ ok: true, firstBad: null })
    expect(await checkInvariants(desk.context)).toEqual([])
    const { quality, firstResponse, escalations, reopened } = await readQaReport(desk.context, asked)
    expect({ quality, firstResponse, escalations, reopened }).toEqual({
      quality: figures.quality,
      firstResponse: figures.firstResponse,
      escalations: figures.escalations,
      reopened: figures.reopened,
    })
    expect(receipt?.counts).toMatchObject({
      tickets: 8,
      messages: 8,
      calls: 1,
      orders: 1,
      service_tokens: 3,
      support_sessions: 1,
    })
  })

  it('knows of every column that could hold words', async () => {
    const known = Object.entries(dataMap).map(([table, fates]) => ({
      table,
      columns: Object.values(fates).join(' ').split(' ').toSorted(),
    }))
    const there = (await textColumns(query)).flatMap(({ table, columns }) => {
      // Of bytes there are hashes, keys and signatures only, and the search above looks into them too.
      const words = columns.filter((column) => !binary.includes(`${table}.${column}`))
      return words.length === 0 ? [] : [{ table, columns: words.toSorted() }]
    })
    expect(known).toEqual(there)
  })

  it('gives a signed receipt, the same one each time, that anybody can check', async () => {
    const ticket = await desk.ticket({ customerId: `e-${newId()}` })
    const receipt = await erase(ticket.customer.id)
    expect(receipt).toMatchObject({ reason: 'requested', kept: { figures: 1 } })
    expect(await erase(ticket.customer.id)).toEqual(receipt)
    expect(await getReceipt(desk.context, { customerId: ticket.customer.id })).toEqual(receipt)
    const [listed] = await listReceipts(desk.context, { before: null, limit: 1 })
    expect(listed?.receipt).toEqual(receipt)
    const { hash, signature, keyNumber, ...text } = receipt as Receipt
    expect(receiptHash(text).toString('hex')).toBe(hash)
    expect(signature).toMatch(/^[\w+/]{86}==$/)
    const [key] = await query<{ publicKey: Buffer }>(
      'select public_key as "publicKey" from audit_keys where number = $1',
      [keyNumber],
    )
    const publicKey = createPublicKey({ key: key?.publicKey ?? Buffer.alloc(0), format: 'der', type: 'spki' })
    expect(verify(null, Buffer.from(canonicalJson(text)), publicKey, Buffer.from(signature, 'base64'))).toBe(true)
    const events = await query(`select type from events where subject_id = $1 order by seq`, [ticket.customer.id])
    expect(events.at(-1)).toEqual({ type: 'customer.erased' })
  })

  it('gives one receipt to all who ask at once', async () => {
    const ticket = await desk.ticket({ customerId: `e-${newId()}` })
    const all = await Promise.all(Array.from({ length: 4 }, () => erase(ticket.customer.id)))
    expect(new Set(all.map((receipt) => receipt?.hash)).size).toBe(1)
  })

  it('waits for open tickets, unless it is to close them, and always for calls and cases', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ customerId: `e-${newId()}` })
    await pullTask(desk.as(agent), { taskId: ticket.taskId ?? '', agentId: null })
    const { id } = ticket.customer
    expect(await refusal(erase(id, { closeOpen: false }))).toBe('open_tickets')
    const found = await desk.escalate(ticket)
    expect(await refusal(erase(id))).toBe('open_case')
    const caller = `e-${newId()}`
    const call = await takeCall(desk.context, { customerId: caller })
    const called = await desk.ticket({ customerId: caller })
    expect(await refusal(erase(called.customer.id))).toBe('live_call')
    expect(call.state).toBe('queued')
    await query(`update cases set status = 'closed', closed_at = now(), decision_id = $2 where id = $1`, [
      found.id,
      await decision(found.id),
    ])
    expect(await erase(id)).not.toBeNull()
    expect(await desk.read(ticket)).toMatchObject({ statusCategory: 'closed', issueSummary: '' })
    expect(await query('select used_units as used from agent_loads where agent_id = $1', [agent.id])).toEqual([
      { used: 0 },
    ])
  })

  it('is for who may erase everything, of a customer that goes on', async () => {
    const one = await desk.ticket({ customerId: `e-${newId()}` })
    const other = await desk.ticket({ customerId: `e-${newId()}` })
    const limited = { scope: { channels: new Set(['email']), queues: null } }
    for (const principal of [principalWith(['customer:write']), principalWith(['customer:erase'], limited)])
      expect(await refusal(erase(one.customer.id, {}, desk.home.contextOf(principal)))).toBe('forbidden')
    expect(await erase(newId())).toBeNull()
    const pair = { sourceId: one.customer.id, targetId: other.customer.id, sourceVersion: null, targetVersion: null }
    await mergeCustomers(desk.context, { ...pair, reason: null })
    expect(await refusal(erase(one.customer.id))).toBe('merged')
    const receipt = await erase(other.customer.id)
    expect(await erase(one.customer.id)).toEqual(receipt)
    expect(await refusal(mergeCustomers(desk.context, { ...pair, reason: null }))).toBe('erased')
  })

  it('lets nobody write about it any more; its old id is somebody new', async () => {
    const externalId = `e-${newId()}`
    const elsewhere = desk.home.elsewhere.openContext({
      workspace: desk.home.workspace,
      principal: principalWith(['*']),
      requestId: newId(),
    })
    const request = { customerId: externalId, channel: 'ticket', serviceLine: 'game-support', issueSummary: 'Help' }
    const raise = async () =>
      (JSON.parse((await createTicket(elsewhere, { request, key: null })).answer) as { customer: { id: string } })
        .customer.id
    const first = await raise()
    const ticket = await desk.ticket({ customerId: externalId })
    await erase(ticket.customer.id)
    expect(await raise()).not.toBe(first)
    const message = {
      body: 'Me again',
      visibility: 'public',
      clientId: null,
      asCustomer: true,
      lastSeenSeq: null,
    } as const
    expect(await refusal(addMessage(desk.context, { ticketId: ticket.id, ...message }))).toBe('erased')
    const change = { customerId: ticket.customer.id, details: { name: 'x' } }
    expect(await refusal(updateCustomer(desk.context, change))).toBe('erased')
    const left = await getCustomer(desk.context, { customerId: ticket.customer.id })
    expect(left).toMatchObject({ name: null, contacts: [], attributes: {} })
    expect(left?.erasedAt).not.toBeNull()
  })

  it('leaves nothing behind of what is written while it runs', async () => {
    for (let round = 0; round < 5; round++) {
      const word = `Race-${newId().slice(-12)}`
      const customerId = `r-${newId()}`
      const ticket = await desk.ticket({ customerId })
      const message = { body: word, visibility: 'public', clientId: null, asCustomer: true, lastSeenSeq: null } as const
      const writing = [
        ...Array.from({ length: 4 }, () => refusal(addMessage(desk.context, { ticketId: ticket.id, ...message }))),
        refusal(updateCustomer(desk.context, { customerId: ticket.customer.id, details: { name: word } })),
      ]
      const erased = erase(ticket.customer.id)
      expect(new Set(await Promise.all(writing)).isSubsetOf(new Set([null, 'erased']))).toBe(true)
      await erased
      expect(await findColumnsWith(query, [word])).toEqual([])
    }
  })
})

describe('a database restored from before an erasure', () => {
  it('is rid of the customer again by its receipt, whatever work is open in it', async () => {
    const { customerId, marks } = await openMarkedCustomer(desk)
    await desk.escalate(await desk.ticket({ customerId: marks[1] ?? '' }))
    const restored = new Error('as if it had never happened')
    let receipt: Receipt | null = null
    const undone = desk.context.transaction(async (tx) => {
      receipt = await erase(customerId, { isAgain: true }, desk.context.within(tx))
      throw restored
    })
    await expect(undone).rejects.toBe(restored)
    expect(await findColumnsWith(query, marks)).not.toEqual([])
    const given = receipt as unknown as Receipt
    expect(await applyReceipt(desk.context, given)).toMatchObject({ erased: 1 })
    expect(await findColumnsWith(query, marks)).toEqual([])
    expect(await applyReceipt(desk.context, given)).toMatchObject({ erased: 0 })
    const forged = { ...given, customerId: encodeId('customer', newId()) }
    expect(await refusal(applyReceipt(desk.context, forged))).toBe('invalid')
  })
})

describe('words of cases', () => {
  it('may be blanked by the service, and never changed', async () => {
    const found = await desk.escalate(await desk.ticket(), {
      note: 'Seen.',
      evidence: [{ kind: 'note', text: 'Seen.' }],
    })
    const write = (text: string, body: string) =>
      desk.context.transaction(async (tx) => {
        const compiled = { sql: text, parameters: [found.id, body] }
        return tx.count({ compile: () => compiled } as unknown as Parameters<typeof tx.count>[0])
      })
    const change = 'update case_notes set body = $2 where case_id = $1'
    await expect(write(change, 'Never seen.')).rejects.toThrow(/may be erased and not changed/)
    expect(await write(change, '')).toBe(1)
    await expect(write('update case_evidence set kind = $2 where case_id = $1', 'link')).rejects.toThrow(/denied/)
  })
})
async function decision(caseId: string): Promise<string> {
  const id = newId()
  await query(
    `insert into case_decisions (workspace_id, id, case_id, level, outcome, note, by, at)
     select workspace_id, $2, id, 1, 'rejected', '', '{}', now() from cases where id = $1`,
    [caseId, id],
  )
  return id
}
