import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { addMessage, assignTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { mergeTickets } from '../merging/index.ts'
import { checkInvariants } from '../routing/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import type { BulkAction } from './bulk.ts'
import { fireBulkTimer, previewBulk, readBulk, readBulkTickets, startBulk, undoBulk } from './index.ts'

/** One macro more, that says nothing to the customer. */
const macros = `macros:
  outage:
    label: Part of the outage
    internal: true
    body: { en: Part of the outage. }
    do:
      - tag: outage
`
let desk: Desk
beforeAll(async () => {
  desk = await openDesk((text) => text.replace(/^macros:\n/m, macros))
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

const idsOf = (tickets: readonly Ticket[]) => ({ kind: 'ids' as const, ids: tickets.map((ticket) => ticket.id) })
const reply: BulkAction = { kind: 'reply', body: 'It is mended.', visibility: 'public' }
const macro = (key: string, body: string | null = null): BulkAction => ({ kind: 'applyMacro', key, body })
const begin = (tickets: readonly Ticket[], action: BulkAction, context = desk.context) =>
  startBulk(context, { selection: idsOf(tickets), action })

async function work() {
  for (;;) {
    const claim = { kinds: ['bulk'], limit: 10, leaseMs: 0, aheadMs: 1_000 } as const
    const timers = await desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim))
    if (timers.length === 0) return
    for (const timer of timers) await fireBulkTimer(desk.context, timer)
  }
}
async function change(tickets: readonly Ticket[], action: BulkAction) {
  const { id } = await begin(tickets, action)
  await work()
  return id
}
const read = async (bulkId: string) => {
  const bulk = await readBulk(desk.context, { bulkId })
  if (bulk === null) throw new Error('The change is gone.')
  return bulk
}
const outcomesOf = async (bulkId: string) => {
  const page = { bulkId, outcome: null, after: null, limit: 200 }
  return (await readBulkTickets(desk.context, page))?.map(({ outcome, code }) => [outcome, code])
}
const saidOn = (ticket: Ticket) =>
  desk.home.query<{ body: string; visibility: string }>(
    'select body, visibility from messages where ticket_id = $1 order by seq',
    [ticket.id],
  )
const say = (ticket: Ticket, body: string, asCustomer: boolean) =>
  addMessage(desk.context, {
    ticketId: ticket.id,
    body,
    visibility: asCustomer ? 'public' : 'internal',
    clientId: null,
    asCustomer,
    lastSeenSeq: null,
  })
const open = async (more = {}) => {
  const ticket = await desk.ticket(more)
  const agent = await desk.addAgent()
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  return desk.read(ticket)
}

describe('a reply to many tickets', () => {
  it('is said once on each, answers their clocks, and names the change as its cause', async () => {
    const tickets = [await desk.ticket(), await desk.ticket()]
    const preview = await previewBulk(desk.context, { selection: idsOf(tickets), action: reply })
    expect(preview).toMatchObject({ total: 2, changed: 2, refused: 0, isUndoable: false, lasting: ['reply'] })
    expect(preview.sample.map(({ says }) => says)).toEqual(['It is mended.', 'It is mended.'])
    expect(await saidOn(tickets[0] as Ticket)).toEqual([])
    const bulkId = await change(tickets, reply)
    await work()
    expect(await outcomesOf(bulkId)).toEqual([
      ['changed', null],
      ['changed', null],
    ])
    for (const ticket of tickets) {
      expect(await saidOn(ticket)).toEqual([{ body: 'It is mended.', visibility: 'public' }])
      const { clocks } = await desk.read(ticket)
      expect(clocks.find(({ metric }) => metric === 'firstResponse')?.state).toBe('met')
    }
    const causes = await desk.home.query<{ cause: object }>(
      `select cause from events where ticket_id = $1 and type = 'message.added'`,
      [tickets[0]?.id],
    )
    expect(causes).toEqual([{ cause: { bulk: expect.stringMatching(/^bulk_/) } }])
  })

  it('is not said past news that came since the tickets were chosen; a note is no news', async () => {
    const [quiet, told, noted] = [await desk.ticket(), await desk.ticket(), await desk.ticket()]
    await say(quiet, 'Hello?', true)
    const { id } = await begin([quiet, told, noted], reply)
    await say(told, 'It works again!', true)
    await say(noted, 'Seen.', false)
    await work()
    const outcomes = await outcomesOf(id)
    expect(outcomes?.filter(([outcome]) => outcome === 'changed')).toHaveLength(2)
    expect(outcomes).toContainEqual(['refused', 'conflict'])
    expect((await saidOn(told)).map(({ body }) => body)).toEqual(['It works again!'])
    expect((await saidOn(quiet)).map(({ body }) => body)).toEqual(['Hello?', 'It is mended.'])
  })

  it('is refused on merged tickets and where the caller may not write, one by one', async () => {
    const [source, target, other] = [await desk.ticket(), await desk.ticket(), await desk.ticket({ channel: 'email' })]
    await mergeTickets(desk.context, { ticketId: source.id, into: target.id, reason: null, allowOtherCustomer: false })
    const scope = { channels: new Set(['ticket']), queues: null }
    const limited = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write', 'message:write'], { scope }))
    const preview = await previewBulk(desk.context, { selection: idsOf([source, target]), action: reply })
    expect(preview).toMatchObject({ changed: 1, refused: 1, refusals: [{ code: 'conflict' }] })
    expect(await previewBulk(limited, { selection: idsOf([target, other]), action: reply })).toMatchObject({
      changed: 1,
      notFound: 1,
    })
    const silent = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write']))
    await expect(begin([target], reply, silent)).rejects.toMatchObject({ code: 'forbidden' })
    const note = { ...reply, visibility: 'internal' } as const
    await expect(begin([target], note, limited)).rejects.toMatchObject({ code: 'forbidden' })
    const empty = { ...reply, body: ' \n' } as const
    await expect(begin([target], empty)).rejects.toMatchObject({ fields: [{ pointer: '/action/reply/body' }] })
    expect(await outcomesOf(await change([source], reply))).toEqual([['refused', 'conflict']])
    expect(await saidOn(source)).toEqual([])
  })

  it('cannot be taken back, but what was not said yet is stopped', async () => {
    const tickets = [await desk.ticket(), await desk.ticket()]
    const done = await change(tickets, reply)
    expect((await read(done)).isUndoable).toBe(false)
    await expect(undoBulk(desk.context, { bulkId: done })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'said', lasting: ['reply'] },
    })
    const running = await begin(tickets, reply)
    await undoBulk(desk.context, { bulkId: running.id })
    await work()
    expect(await outcomesOf(running.id)).toEqual([
      ['refused', 'stopped'],
      ['refused', 'stopped'],
    ])
    expect(await saidOn(tickets[0] as Ticket)).toHaveLength(1)
  })
})

describe('a macro on many tickets', () => {
  it('says its text in the language of each and does what comes with it, and foresees where that cannot be', async () => {
    const [english, spanish, fresh] = [
      await open({ language: 'en' }),
      await open({ language: 'es' }),
      await desk.ticket(),
    ]
    const asked = { selection: idsOf([english, spanish, fresh]), action: macro('ask-transaction') }
    const preview = await previewBulk(desk.context, asked)
    expect(preview).toMatchObject({ changed: 2, refused: 1, isUndoable: true, lasting: ['reply'] })
    expect(preview.refusals).toMatchObject([{ code: 'guard_failed' }])
    const says = new Map(preview.sample.map(({ ticket, says: text }) => [ticket.id, text]))
    expect(says.get(english.id)).toMatch(/^Could you send us/)
    expect(says.get(spanish.id)).toMatch(/^¿Puede enviarnos/)
    expect(preview.sample[0]?.changes).toContainEqual({ field: 'status', from: 'assigned', to: 'waiting_customer' })
    const outcomes = await outcomesOf(await change([english, spanish, fresh], asked.action))
    expect(outcomes?.toSorted()).toEqual([
      ['changed', null],
      ['changed', null],
      ['refused', 'guard_failed'],
    ])
    expect((await saidOn(spanish))[0]?.body).toMatch(/^¿Puede enviarnos/)
    expect((await desk.read(english)).status).toBe('waiting_customer')
    // All of it or nothing: what could not be moved was told nothing.
    expect(await saidOn(fresh)).toEqual([])
  })

  it('is undone as far as it can be: the ticket has back what it had, what was said stays', async () => {
    const ticket = await open()
    const bulkId = await change([ticket], macro('ask-transaction'))
    await undoBulk(desk.context, { bulkId })
    await work()
    expect(await outcomesOf(bulkId)).toEqual([['undone', null]])
    expect((await desk.read(ticket)).status).toBe('assigned')
    expect(await saidOn(ticket)).toHaveLength(1)
  })

  it('is not done to a ticket with news, and one that says nothing outside is', async () => {
    const [one, other] = [await desk.ticket(), await desk.ticket()]
    const [asked, marked] = [await begin([one], macro('fixed')), await begin([other], macro('outage'))]
    await say(one, 'It works!', true)
    await say(other, 'It works!', true)
    await work()
    expect(await outcomesOf(asked.id)).toEqual([['refused', 'conflict']])
    expect(await outcomesOf(marked.id)).toEqual([['changed', null]])
    expect((await desk.read(other)).tags).toContain('outage')
    expect(marked).toMatchObject({ isUndoable: true, lasting: ['note'] })
  })

  it('takes other words than its own, and is refused when there is none of that name', async () => {
    const ticket = await desk.ticket()
    const bulkId = await change([ticket], macro('fixed', 'Fixed for good.'))
    expect((await saidOn(ticket)).map(({ body }) => body)).toEqual(['Fixed for good.'])
    await expect(undoBulk(desk.context, { bulkId })).rejects.toMatchObject({ details: { reason: 'said' } })
    await expect(begin([ticket], macro('none'))).rejects.toMatchObject({
      fields: [{ pointer: '/action/applyMacro/key', code: 'unknown_macro' }],
    })
  })
})
