import { createHash, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId, newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { canonicalJson } from '../audit/index.ts'
import { type CaseDesk, openCaseDesk } from '../cases/testing/case-desk.ts'
import { eraseCustomer, exportCustomer, listExportReceipts, mergeCustomers, readHistory } from './index.ts'
import { openMarkedCustomer } from './testing/marked-customer-store.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(() => desk.close())

const copyOf = async (customerId: string) => {
  const parts = await exportCustomer(desk.context, { customerId })
  if (parts === null) throw new Error('There is no such customer.')
  return (await Array.fromAsync(parts)).join('')
}

describe('the copy of a customer', () => {
  it('is one JSON document with everything there is, and is told in the log', async () => {
    const { customerId, marks } = await openMarkedCustomer(desk, 30)
    const text = await copyOf(customerId)
    const copy = JSON.parse(text) as Record<string, { [name: string]: unknown }[]> & { customer: { id: string } }
    expect(copy.customer).toMatchObject({
      id: encodeId('customer', customerId),
      attributes: { [marks[0] ?? '']: marks[0] },
    })
    expect(copy).toMatchObject({
      format: 'switchyard.customer/1',
      orders: [{ items: [{}] }],
      merges: [{}],
      tokens: [{}],
    })
    expect(copy['tickets']).toHaveLength(8)
    const worked = copy['tickets']?.find((ticket) => (ticket['messages'] as unknown[]).length > 10)
    expect(worked).toMatchObject({
      toldTo: ['partner.example'],
      cases: [{ decisions: [{}], notes: expect.any(Array) as unknown }],
      mails: [{ kind: 'transcript', mailId: expect.stringMatching(/^mail_/) as unknown }],
      reviews: [{ scorecard: 'standard', note: marks[0] }],
    })
    const messages = worked?.['messages'] as { files: { name: string; fileId: string }[] }[]
    expect(messages.flatMap(({ files }) => files)).toMatchObject([
      { name: `${marks[0]}.png`, mediaType: 'image/png', fileId: expect.stringMatching(/^file_/) as unknown },
    ])
    const cases = worked?.['cases'] as { evidence: { files: object[] }[] }[]
    expect(cases[0]?.evidence.flatMap(({ files }) => files)).toHaveLength(1)
    expect(copy['tickets']?.flatMap((ticket) => ticket['checklist'])).toEqual([`Call ${marks[0]}`])
    expect(copy['tickets']?.flatMap((ticket) => ticket['drafts'])).toMatchObject([{ body: `Ask ${marks[0]}` }])
    expect(worked?.['messages']).toHaveLength(32)
    // One phone number in the profile, one on the line, one to call back.
    expect(text.split(marks[2] ?? '').length - 1).toBe(3)
    const events = await desk.home.query('select type from events where subject_id = $1 order by seq desc limit 1', [
      customerId,
    ])
    expect(events).toEqual([{ type: 'customer.exported' }])
  })

  it('ends with a receipt that is signed and says what was copied, down to the byte', async () => {
    const { customer } = await desk.ticket({ customerId: `x-${newId()}`, message: 'Hello' })
    const text = await copyOf(customer.id)
    const { receipt } = JSON.parse(text) as { receipt: Record<string, string> & { counts: object } }
    const { hash: _hash, signature = '', keyNumber: _number, ...told } = receipt
    expect(told).toMatchObject({
      kind: 'customer-export',
      customerId: encodeId('customer', customer.id),
      customerIds: [encodeId('customer', customer.id)],
      exportedBy: { kind: 'token' },
      counts: { tickets: 1, messages: 1, orders: 0 },
    })
    const copied = text.slice(0, text.lastIndexOf(',"receipt":'))
    expect(receipt['contentHash']).toBe(createHash('sha256').update(copied).digest('hex'))
    const [audit] = await desk.home.query<{ key: Buffer }>(
      'select public_key as key from audit_keys where number = $1',
      [receipt['keyNumber']],
    )
    const key = createPublicKey({ key: audit?.key ?? '', format: 'der', type: 'spki' })
    expect(verify(null, Buffer.from(canonicalJson(told)), key, Buffer.from(signature, 'base64'))).toBe(true)
  })

  it('leaves a receipt that is listed as it was given, the latest first, once the copy was whole', async () => {
    const [one, other] = [
      await desk.ticket({ customerId: `x-${newId()}` }),
      await desk.ticket({ customerId: `x-${newId()}` }),
    ]
    const receiptOf = async (ticket: typeof one) =>
      (JSON.parse(await copyOf(ticket.customer.id)) as { receipt: object }).receipt
    const list = async (customerId: string | null, limit = 10, before: string | null = null) =>
      listExportReceipts(desk.context, { customerId, before, limit })
    const receipts = [await receiptOf(one), await receiptOf(other), await receiptOf(one)]
    const broken = await exportCustomer(desk.context, { customerId: other.customer.id })
    await broken?.next()
    await broken?.return(undefined)
    expect((await list(one.customer.id)).map(({ receipt }) => receipt)).toEqual([receipts[2], receipts[0]])
    expect((await list(other.customer.id)).map(({ receipt }) => receipt)).toEqual([receipts[1]])
    const [last] = await list(null, 1)
    expect(last?.receipt).toEqual(receipts[2])
    expect((await list(null, 2, last?.id)).map(({ receipt }) => receipt)).toEqual([receipts[1], receipts[0]])
    const pair = { sourceId: other.customer.id, targetId: one.customer.id, sourceVersion: null, targetVersion: null }
    await mergeCustomers(desk.context, { ...pair, reason: null })
    await eraseCustomer(desk.context, { customerId: one.customer.id, reason: 'requested', closeOpen: true })
    expect(await list(one.customer.id)).toHaveLength(3)
  })

  it('has receipts for who may read the trail without a limit', async () => {
    const page = { customerId: null, before: null, limit: 1 }
    const limited = { scope: { channels: new Set(['email']), queues: null } }
    for (const principal of [principalWith(['customer:export']), principalWith(['audit:read'], limited)])
      await expect(listExportReceipts(desk.home.contextOf(principal), page)).rejects.toMatchObject({
        code: 'forbidden',
      })
  })

  it('is for who may export, and of a customer that goes on', async () => {
    const { customer } = await desk.ticket({ customerId: `x-${newId()}` })
    const reader = desk.home.contextOf(principalWith(['customer:read']))
    await expect(exportCustomer(reader, { customerId: customer.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await exportCustomer(desk.context, { customerId: newId() })).toBeNull()
    await eraseCustomer(desk.context, { customerId: customer.id, reason: 'requested', closeOpen: true })
    await expect(exportCustomer(desk.context, { customerId: customer.id })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('the history of a customer', () => {
  it('has everything that happened in one order, page by page', async () => {
    const { customerId } = await openMarkedCustomer(desk)
    const read = async (before: { at: number; id: string } | null, limit: number) =>
      (await readHistory(desk.context, { customerId, kinds: null, before, limit })) ?? []
    const all = await read(null, 50)
    expect(new Set(all.map(({ kind }) => kind))).toEqual(
      new Set(['ticket', 'call', 'case', 'review', 'rating', 'order', 'merge']),
    )
    const paged = []
    for (let before: { at: number; id: string } | null = null; ;) {
      const page = await read(before, 3)
      paged.push(...page)
      before = page.at(-1) ?? null
      if (page.length < 3) break
    }
    expect(paged).toEqual(all)
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((one, other) => other - one))
  })

  it('says how requests and chats were for the customer, in its words', async () => {
    const { customerId, marks } = await openMarkedCustomer(desk)
    const page = { customerId, kinds: ['rating'] as const, before: null, limit: 50 }
    const ratings = (await readHistory(desk.context, page)) ?? []
    const own = ratings.filter(({ id, ticketId }) => id === ticketId)
    const ofChats = ratings.filter(({ id, ticketId }) => id !== ticketId)
    for (const [rating] of [own, ofChats])
      expect(rating).toMatchObject({ score: 5, title: expect.stringContaining(marks[0] ?? '') as string, status: null })
  })

  it('shows what the caller may see, and is that of whom a merged one goes on as', async () => {
    const { customerId } = await openMarkedCustomer(desk)
    const kindsOf = async (permissions: readonly string[], more: object = {}) => {
      const context = desk.home.contextOf(principalWith(permissions, more))
      const page = { customerId, kinds: null, before: null, limit: 50 }
      return new Set((await readHistory(context, page))?.map(({ kind }) => kind))
    }
    expect(await kindsOf(['customer:read', 'ticket:read'])).toEqual(new Set(['ticket', 'call', 'rating', 'merge']))
    const email = { scope: { channels: new Set(['email']), queues: null } }
    expect(await kindsOf(['*'], email)).toEqual(new Set(['order', 'merge']))
    const [merged] = await desk.home.query<{ id: string }>(
      'select source_id as id from customer_merges where target_id = $1',
      [customerId],
    )
    const page = { kinds: null, before: null, limit: 50 }
    const own = await readHistory(desk.context, { customerId, ...page })
    expect(await readHistory(desk.context, { customerId: merged?.id ?? '', ...page })).toEqual(own)
    expect(await readHistory(desk.context, { customerId: newId(), ...page })).toBeNull()
  })
})
