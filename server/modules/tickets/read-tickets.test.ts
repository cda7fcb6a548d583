import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { assignTicket, transitionTicket, updateTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import {
  countTicketsOf,
  explainSla,
  getTicketIdByNumber,
  type LinkKind,
  linkTickets,
  listTickets,
  readLinks,
  type Ticket,
  type TicketListInput,
  unlinkTickets,
  wholeList,
} from './index.ts'
import { indexAll } from '../search/testing/index-all.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const everything: TicketListInput = { ...wholeList, limit: 200 }
const find = async (q: string, context = desk.context) =>
  (await listTickets(context, { ...everything, q })).tickets.map((ticket) => ticket.issueSummary)

describe('listing tickets', () => {
  it('finds by every condition of the grammar', async () => {
    const agent = await desk.addAgent({ name: 'Finder' })
    const open = await desk.ticket({
      issueSummary: 'q-one refund',
      tags: ['vip'],
      customerId: 'q-cust',
      externalId: 'EXT-1',
    })
    const taken = await desk.ticket({ issueSummary: 'q-two refund', language: 'es', priority: 'critical' })
    await assignTicket(desk.context, { ticketId: taken.id, agentId: agent.id })
    await indexAll(desk.home, desk.home.contextOf())
    const asked: [string, string[]][] = [
      ['q- tag:vip', ['q-one refund']],
      ['q- customer:q-cust', ['q-one refund']],
      ['externalId:EXT-1', ['q-one refund']],
      [`number:${taken.number}`, ['q-two refund']],
      ['q- language:es', ['q-two refund']],
      ['q- assignee:none', ['q-one refund']],
      ['q- -assignee:none', ['q-two refund']],
      ['q- priority:critical,low', ['q-two refund']],
      ['q- status:assigned', ['q-two refund']],
      ['q- status:new', ['q-one refund']],
      ['"q-one refund"', ['q-one refund']],
      ['q- -refund', []],
      ['q- breach<1m', []],
      ['q- breach<90d', ['q-two refund', 'q-one refund']],
      ['q- age<1h', ['q-two refund', 'q-one refund']],
      ['q- is:closed', []],
      ['100%', []],
    ]
    for (const [q, expected] of asked) expect([q, await find(q)]).toEqual([q, expected])
    expect(await find('q- assignee:me', desk.as(agent))).toEqual(['q-two refund'])
    expect(await getTicketIdByNumber(desk.context, { number: open.number })).toBe(open.id)
  })

  it('pages completely and stays stable while tickets arrive', async () => {
    for (let index = 0; index < 7; index++) await desk.ticket({ issueSummary: `page ${index}`, tags: ['paged'] })
    const seen: string[] = []
    let after: TicketListInput['after'] = null
    for (;;) {
      const page = await listTickets(desk.context, { ...everything, q: 'tag:paged', after, limit: 3 })
      seen.push(...page.tickets.map((ticket) => ticket.issueSummary))
      after = page.next
      if (after === null) break
      await desk.ticket({ issueSummary: 'late', tags: ['paged'] })
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `page ${index}`))
  })

  it('shows nothing outside the caller’s channels and queues', async () => {
    const scope = { channels: null, queues: new Set(['security']) }
    const outside = desk.home.contextOf(principalWith(['ticket:read'], { scope }))
    expect(await find('', outside)).toEqual([])
    expect(await countTicketsOf(outside, { q: '', most: 10 })).toBe(0)
  })

  it('refuses a search it cannot read and says where', async () => {
    const message = expect.stringMatching(/no field "colour".*`colour:red` at 8/)
    await expect(find('is:open colour:red')).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ pointer: 'q', message }],
    })
  })

  it('counts no further than it is asked to', async () => {
    expect(await countTicketsOf(desk.context, { q: 'tag:paged', most: 5 })).toBe(5)
    expect(await countTicketsOf(desk.context, { q: 'q-cust', most: 5 })).toBe(1)
  })
})

describe('links between tickets', () => {
  it('are seen from both sides, said once, and removed by who says them', async () => {
    const [one, other] = [await desk.ticket(), await desk.ticket()]
    const link = { ticketId: one.id, kind: 'duplicate', otherTicketId: other.id } as const
    await linkTickets(desk.context, link)
    const links = await linkTickets(desk.context, link)
    expect(links).toMatchObject([{ kind: 'duplicate', isOutgoing: true, other: { id: other.id } }])
    expect(await readLinks(desk.context, { ticketId: other.id })).toMatchObject([{ isOutgoing: false }])
    expect((await desk.eventTypes(one)).filter((type) => type === 'ticket.linked')).toHaveLength(1)
    const linkId = links?.[0]?.id ?? ''
    expect(await unlinkTickets(desk.context, { ticketId: other.id, linkId })).toBeNull()
    expect(await unlinkTickets(desk.context, { ticketId: one.id, linkId })).toEqual([])
  })

  it('refuse the ticket itself and one that is not there', async () => {
    const { id: ticketId } = await desk.ticket()
    const refused = { code: 'invalid', fields: [{ pointer: '/ticketId' }] }
    await expect(
      linkTickets(desk.context, { ticketId, kind: 'parent', otherTicketId: ticketId }),
    ).rejects.toMatchObject(refused)
    const absent = '01900000-0000-7000-8000-000000000000'
    await expect(linkTickets(desk.context, { ticketId, kind: 'parent', otherTicketId: absent })).rejects.toMatchObject(
      refused,
    )
  })
})

describe('links that lead somewhere', () => {
  const link = (kind: LinkKind, one: Ticket, other: Ticket) =>
    linkTickets(desk.context, { ticketId: one.id, kind, otherTicketId: other.id })

  it.for(['parent', 'caused_by', 'blocked_by', 'duplicate'] as const)(
    'do not lead round in a circle: %s',
    async (kind) => {
      const [a, b, c] = [await desk.ticket(), await desk.ticket(), await desk.ticket()]
      await link(kind, a, b)
      await link(kind, b, c)
      await expect(link(kind, c, a)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'circle' } })
      await expect(link(kind, b, a)).rejects.toMatchObject({ code: 'conflict' })
      expect(await link('related', c, a)).toMatchObject([{ kind }, { kind: 'related' }])
    },
  )

  it('do not either when two are said at once', async () => {
    const [a, b] = [await desk.ticket(), await desk.ticket()]
    const both = await Promise.allSettled([link('blocked_by', a, b), link('blocked_by', b, a)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('give a ticket one parent, and a parent many children', async () => {
    const [parent, other, one, two] = await Promise.all([1, 2, 3, 4].map(() => desk.ticket()))
    if (parent === undefined || other === undefined || one === undefined || two === undefined)
      throw new Error('No tickets.')
    await link('parent', one, parent)
    expect(await link('parent', one, parent)).toHaveLength(1)
    await link('parent', two, parent)
    await expect(link('parent', one, other)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'has_parent', parent: { number: parent.number } },
    })
  })
})

describe('explaining the clocks of a ticket', () => {
  it('sums counted time to what has elapsed, pauses left out, for any instant', async () => {
    const agent = await desk.addAgent({ name: 'Clock' })
    const ticket = await desk.ticket()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'diagnosing' })
    desk.home.advance(600_000)
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    desk.home.advance(900_000)
    const explained = await explainSla(desk.context, { ticketId: ticket.id, asOf: null })
    const resolution = explained?.find((one) => one.stored.clock.metric === 'resolution')?.explanation
    const counted = (resolution?.segments ?? []).filter((segment) => segment.counted && !segment.isForecast)
    const sum = counted.reduce((total, segment) => total + segment.to - segment.from, 0)
    expect(resolution?.state).toBe('paused')
    expect(sum).toBe(resolution?.elapsedMs)
    expect(sum).toBeGreaterThanOrEqual(600_000)
    expect(sum).toBeLessThan(610_000)
    const first = explained?.find((one) => one.stored.clock.metric === 'firstResponse')
    const steps = first?.steps ?? []
    expect(steps.map(({ kind }) => kind)).toContain('breach')
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((one, other) => one - other))
    expect(explained?.find((one) => one.stored.clock.metric === 'resolution')?.steps).toEqual([])
    expect(first?.policyLabel).not.toBe('')
    const then = await explainSla(desk.context, { ticketId: ticket.id, asOf: ticket.createdAt })
    expect(then?.flatMap((one) => one.steps)).toEqual([])
    const past = await explainSla(desk.context, { ticketId: ticket.id, asOf: ticket.createdAt - 1 })
    expect(past?.every((one) => one.explanation === null)).toBe(true)
  })
})

describe('changing a ticket', () => {
  it('re-aims the clocks by a new priority and keeps what has elapsed', async () => {
    const ticket = await desk.ticket({ priority: 'low' })
    desk.home.advance(60_000)
    const updated = await updateTicket(desk.context, {
      ticketId: ticket.id,
      update: { priority: 'urgent' },
      expectedVersion: null,
    })
    expect(updated?.priority).toBe('critical')
    const target = (of: typeof ticket) => of.clocks.find((clock) => clock.metric === 'resolution')?.targetMs ?? 0
    expect(target(updated ?? ticket)).toBeLessThan(target(ticket))
  })

  it('writes nothing when nothing changes', async () => {
    const ticket = await desk.ticket({ tags: ['same'] })
    const same = await updateTicket(desk.context, {
      ticketId: ticket.id,
      update: { tags: ['same'] },
      expectedVersion: null,
    })
    expect(same?.version).toBe(ticket.version)
  })

  it('refuses words the workflow does not know', async () => {
    const { id: ticketId } = await desk.ticket()
    const update = { queue: 'nowhere', priority: 'soon', affected: ['mars'] }
    await expect(updateTicket(desk.context, { ticketId, update, expectedVersion: null })).rejects.toMatchObject({
      fields: [{ pointer: '/queue' }, { pointer: '/affected' }, { pointer: '/priority' }],
    })
  })
})
