import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { createToken } from '../access/index.ts'
import { grantOf, principalWith } from '../access/testing/test-installation-store.ts'
import { getCustomer, listCustomers, updateCustomer } from '../customers/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { createTicket } from '../intake/index.ts'
import { sayOnTicket } from '../merging/index.ts'
import { listCustomerOrders, saveOrder } from '../orders/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { mergeCustomers, previewMerge, unmergeCustomer } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const pair = async () => {
  const [source, target] = [`s-${newId()}`, `t-${newId()}`]
  const told = { name: 'Sofía', email: `${source}@example.com`, tier: 'gold', attributes: { seat: 4, vip: true } }
  const first = await desk.ticket({ customerId: source, customer: told, message: 'It fails.' })
  const second = await desk.ticket({ customerId: target, customer: { email: 'shared@example.com', tier: 'silver' } })
  return { source, target, first, second, sourceId: first.customer.id, targetId: second.customer.id }
}
const merge = (
  { sourceId, targetId }: { sourceId: string; targetId: string },
  context: Context = desk.context,
  more: { sourceVersion?: number; targetVersion?: number } = {},
) => mergeCustomers(context, { sourceId, targetId, reason: null, sourceVersion: null, targetVersion: null, ...more })
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: string; details: { reason?: string } }) => error.details.reason ?? error.code,
  )
const order = (externalId: string, customerId: string) => ({
  externalId,
  storeId: null,
  brand: null,
  region: null,
  placedAt: Date.UTC(2026, 10, 20),
  status: 'PREPARING',
  serviceMode: null,
  customerId,
  items: [],
})
const authorOf = async (ticket: Ticket) =>
  (await desk.home.query<{ id: string }>('select author_id as id from messages where ticket_id = $1', [ticket.id]))[0]
    ?.id

describe('merging customers', () => {
  it('moves everything to the one that goes on, with its events', async () => {
    const { source, target, sourceId, targetId, first } = await pair()
    const saved = await saveOrder(desk.context, order(`O-${source}`, sourceId))
    const grant = grantOf({ customerId: sourceId })
    const { token } = await createToken(desk.context, grant)
    const preview = await previewMerge(desk.context, { sourceId, targetId })
    expect(preview).toMatchObject({ refusal: null, moves: { tickets: 1, openTickets: 1, orders: 1, tokens: 1 } })
    expect(preview?.conflicts).toEqual([{ field: 'tier', kept: 'silver', dropped: 'gold' }])
    expect(preview?.filled).toEqual(['name'])

    const merged = await merge({ sourceId, targetId })
    expect(merged).toMatchObject({ id: targetId, name: 'Sofía', tier: 'silver', attributes: { seat: 4, vip: true } })
    expect(merged?.externalIds).toEqual([target, source])
    expect(merged?.contacts.map(({ value }) => value)).toEqual(
      [`${source}@example.com`, 'shared@example.com'].toSorted(),
    )
    expect((await desk.read(first)).customer.id).toBe(targetId)
    expect(await authorOf(first)).toBe(targetId)
    const orders = { customerId: sourceId, before: null, limit: 10 }
    expect(await listCustomerOrders(desk.context, orders)).toMatchObject([{ id: saved.id }])
    const tokens = await desk.home.query('select customer_id from service_tokens where id = $1', [token.id])
    expect(tokens).toEqual([{ customer_id: targetId }])
    const old = await getCustomer(desk.context, { customerId: sourceId })
    expect(old?.mergedInto).toMatchObject({ id: targetId, externalId: target })
    const events = await desk.home.query<{ type: string; id: string }>(
      `select type, subject_id as id from events where type = 'customer.merged' and subject_id = any($1)`,
      [[sourceId, targetId]],
    )
    expect(events.map((event) => event.id)).toEqual([sourceId, targetId])
    expect((await desk.eventTypes(first)).at(-1)).toBe('ticket.updated')
  })

  it('lets what comes under the old ids land on the one that goes on, also from a process that knows the old one', async () => {
    const { source, sourceId, targetId } = await pair()
    const elsewhere = desk.home.elsewhere.openContext({
      workspace: desk.home.workspace,
      principal: principalWith(['*']),
      requestId: newId(),
    })
    const request = { channel: 'ticket', serviceLine: 'game-support', issueSummary: 'Again' }
    const raise = async (context: Context, customerId: string) =>
      (
        JSON.parse((await createTicket(context, { request: { customerId, ...request }, key: null })).answer) as {
          customer: { id: string }
        }
      ).customer.id
    expect(await raise(elsewhere, source)).toBe(encodeId('customer', sourceId))
    await merge({ sourceId, targetId })
    for (const context of [elsewhere, desk.context])
      for (const key of [source, encodeId('customer', sourceId)])
        expect(await raise(context, key)).toBe(encodeId('customer', targetId))
    expect(await saveOrder(desk.context, order(`P-${source}`, sourceId))).toMatchObject({ customerId: targetId })
  })

  it('finds the one that goes on by any id and contact, and shows the other in no list', async () => {
    const { source, sourceId, targetId } = await pair()
    await merge({ sourceId, targetId })
    for (const q of [source, `${source}@EXAMPLE.com`]) {
      const found = await listCustomers(desk.context, { q, before: null, limit: 5 })
      expect(found.map(({ id }) => id)).toEqual([targetId])
    }
  })

  it('is the same merge when asked again, and refused in a circle, of a merged one and of itself', async () => {
    const { sourceId, targetId } = await pair()
    const other = await pair()
    await merge({ sourceId, targetId })
    expect(await merge({ sourceId, targetId })).toMatchObject({ id: targetId })
    expect(await reasonOf(merge({ sourceId: targetId, targetId: sourceId }))).toBe('target_merged')
    expect(await reasonOf(merge({ sourceId, targetId: other.targetId }))).toBe('already_merged')
    expect(await reasonOf(merge({ sourceId: targetId, targetId }))).toBe('same_customer')
    expect(await merge({ sourceId, targetId: newId() })).toBeNull()
    const change = { customerId: sourceId, details: { name: 'x' } }
    expect(await reasonOf(updateCustomer(desk.context, change))).toBe('merged')
    expect(await reasonOf(merge(other, desk.context, { sourceVersion: 9 }))).toBe('version_mismatch')
    const agent = desk.home.contextOf(principalWith(['customer:write']))
    await expect(merge(other, agent)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('follows through two merges in a row, and is undone from the last one on', async () => {
    const one = await pair()
    const two = await pair()
    await merge(one)
    await merge({ sourceId: one.targetId, targetId: two.targetId })
    expect((await desk.read(one.first)).customer.id).toBe(two.targetId)
    expect((await getCustomer(desk.context, { customerId: one.sourceId }))?.mergedInto?.id).toBe(two.targetId)
    const undo = (customerId: string) => unmergeCustomer(desk.context, { customerId })
    expect(await reasonOf(undo(one.sourceId))).toBe('target_merged')
    expect(await undo(one.targetId)).toMatchObject({ id: one.targetId, mergedInto: null })
    expect((await desk.read(one.first)).customer.id).toBe(one.targetId)
    expect((await getCustomer(desk.context, { customerId: one.sourceId }))?.mergedInto?.id).toBe(one.targetId)
    expect(await undo(one.sourceId)).toMatchObject({ externalIds: [one.source], mergedInto: null })
    expect((await desk.read(one.first)).customer.id).toBe(one.sourceId)
    expect(await authorOf(one.first)).toBe(one.sourceId)
  })

  it('gives back on undoing what followed, and leaves what came since', async () => {
    const { source, target, sourceId, targetId, first } = await pair()
    await merge({ sourceId, targetId })
    const since = await desk.ticket({ customerId: source })
    await updateCustomer(desk.context, { customerId: targetId, details: { name: 'Ana' } })
    expect(await unmergeCustomer(desk.context, { customerId: sourceId })).toMatchObject({ name: 'Sofía', tier: 'gold' })
    const left = await getCustomer(desk.context, { customerId: targetId })
    expect(left).toMatchObject({ name: 'Ana', attributes: {}, externalIds: [target] })
    expect(left?.contacts.map(({ value }) => value)).toEqual(['shared@example.com'])
    expect((await desk.read(first)).customer.id).toBe(sourceId)
    expect((await desk.read(since)).customer.id).toBe(targetId)
    expect((await desk.ticket({ customerId: source })).customer.id).toBe(sourceId)
    expect(await reasonOf(unmergeCustomer(desk.context, { customerId: sourceId }))).toBe('not_merged')
  })

  it('is undone within 30 days', async () => {
    const { sourceId, targetId } = await pair()
    await merge({ sourceId, targetId })
    await desk.home.query(
      `update customer_merges set merged_at = merged_at - interval '31 days' where source_id = $1`,
      [sourceId],
    )
    expect(await reasonOf(unmergeCustomer(desk.context, { customerId: sourceId }))).toBe('too_late')
  })
})

describe('of all who race', () => {
  it('two merges that cross make one, never a circle', async () => {
    for (let round = 0; round < 6; round++) {
      const { sourceId, targetId } = await pair()
      const results = await Promise.all([
        reasonOf(merge({ sourceId, targetId })),
        reasonOf(merge({ sourceId: targetId, targetId: sourceId })),
      ])
      expect(results.toSorted()).toEqual(['done', 'target_merged'])
    }
  })

  it('no ticket is left on a customer that was merged while it was raised or answered', async () => {
    for (let round = 0; round < 6; round++) {
      const { source, sourceId, targetId, first } = await pair()
      const raising = Array.from({ length: 6 }, () => desk.ticket({ customerId: source }))
      const body = {
        ticketId: first.id,
        body: 'Still?',
        visibility: 'public',
        clientId: null,
        lastSeenSeq: null,
      } as const
      const said = sayOnTicket(desk.context, { ...body, asCustomer: true })
      const merged = merge({ sourceId, targetId })
      await Promise.all([...raising, said, merged])
      const left = await desk.home.query(
        `select 1 from tickets where customer_id = $1 union all select 1 from messages where author_id = $1`,
        [sourceId],
      )
      expect(left).toEqual([])
    }
  })
})

describe('external ids', () => {
  it('are several for one customer, each only one’s, the first its own', async () => {
    const { sourceId, targetId, source, target } = await pair()
    const change = (customerId: string, externalIds: string[]) =>
      updateCustomer(desk.context, { customerId, details: { externalIds } })
    const crm = `crm-${newId()}`
    expect(await change(sourceId, [source, crm])).toMatchObject({ externalId: source, externalIds: [source, crm] })
    expect((await desk.ticket({ customerId: crm })).customer.id).toBe(sourceId)
    expect(await reasonOf(change(targetId, [target, crm]))).toBe('external_id_taken')
    expect(await reasonOf(change(targetId, [source]))).toBe('external_id_taken')
    expect(await change(sourceId, [crm, source])).toMatchObject({ externalId: crm, externalIds: [crm, source] })
    expect(await change(sourceId, [crm])).toMatchObject({ externalIds: [crm] })
    await merge({ sourceId, targetId })
    expect(await reasonOf(change(targetId, [target]))).toBe('external_id_merged')
    expect((await desk.ticket({ customerId: source })).customer.id).not.toBe(sourceId)
  })

  it('are one customer’s when a request makes it at the same moment', async () => {
    const { sourceId, source } = await pair()
    for (let round = 0; round < 6; round++) {
      const fresh = `new-${newId()}`
      const details = { externalIds: [source, fresh] }
      const [changed, ticket] = await Promise.all([
        reasonOf(updateCustomer(desk.context, { customerId: sourceId, details })),
        desk.ticket({ customerId: fresh }),
      ])
      expect([changed, ticket.customer.id === sourceId]).toEqual(
        changed === 'done' ? ['done', true] : ['external_id_taken', false],
      )
    }
  })
})
