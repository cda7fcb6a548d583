import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { permissionsOfRole } from '../access/index.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { applyMacro } from '../automations/index.ts'
import { escalateCase } from '../cases/index.ts'
import { plainEscalation } from '../cases/testing/case-desk.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { closedTicket, handledTicket } from '../handling/testing/moved-tickets.ts'
import { mergeTickets } from '../merging/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import type { BulkAction } from './bulk.ts'
import { fireBulkTimer, previewBulk, readBulkTickets, startBulk, undoBulk } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk((text) =>
    text.replace(
      /^macros:\n/m,
      `macros:
  take-up:
    label: Look again
    body: { en: We look., es: Miramos., pt: Vemos. }
    do: [{ transition: classified }]
  solve-it:
    label: Solve it
    body: { en: We look., es: Miramos., pt: Vemos. }
    do: [{ transition: { to: solved, resolution: Done. } }]
  review-it:
    label: Have it reviewed, and solve it
    body: { en: We look., es: Miramos., pt: Vemos. }
    do: [{ openCase: payment_dispute }, { transition: { to: solved, resolution: Done. } }]
`,
    ),
  )
})
afterAll(() => desk.close())

const as = (role: string) => desk.home.contextOf(principalWith([...permissionsOfRole(role)]))
const solve: BulkAction = { kind: 'transition', to: 'solved', resolution: 'Refunded.' }
const reopen: BulkAction = { kind: 'transition', to: 'classified' }
const idsOf = (tickets: readonly Ticket[]) => ({ kind: 'ids' as const, ids: tickets.map((ticket) => ticket.id) })
const caseDetail = 'Going from handling to solved is barred: a case of the ticket is open.'
const roleDetail = 'Going from closed to classified is barred: only manager may.'

const handled = () => handledTicket(desk)
const closed = () => closedTicket(desk)
const escalate = (ticket: Ticket) => escalateCase(desk.context, { ...plainEscalation, ticketId: ticket.id })

async function work() {
  const { context } = desk
  for (;;) {
    const claim = { kinds: ['bulk'], limit: 10, leaseMs: 0, aheadMs: 1_000 } as const
    const timers = await context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
    if (timers.length === 0) return
    for (const timer of timers) await fireBulkTimer(context, timer)
  }
}
async function outcomes(bulkId: string) {
  const rows = await readBulkTickets(desk.context, { bulkId, outcome: null, after: null, limit: 200 })
  return new Map(rows?.map(({ ticketId, outcome, code, detail }) => [ticketId, [outcome, code, detail]]))
}
async function change(tickets: readonly Ticket[], action: BulkAction, by: Context) {
  const { id } = await startBulk(by, { selection: idsOf(tickets), action })
  await work()
  return { id, became: await outcomes(id) }
}

describe('a change of many tickets', () => {
  it('names in its preview the ones that an open case keeps, and leaves them as they are', async () => {
    const [free, kept] = [await handled(), await handled()]
    await escalate(kept)
    const preview = await previewBulk(as('agent'), { selection: idsOf([free, kept]), action: solve })
    expect(preview).toMatchObject({ changed: 1, refused: 1 })
    expect(preview.refusals).toMatchObject([{ code: 'guard_failed', detail: caseDetail, tickets: [{ id: kept.id }] }])
    const { became } = await change([free, kept], solve, as('agent'))
    expect(became.get(free.id)?.[0]).toBe('changed')
    expect(became.get(kept.id)).toEqual(['refused', 'guard_failed', caseDetail])
  })

  it('is made as whoever asked for it: what is kept for a role is refused to others', async () => {
    const ticket = await closed()
    const preview = await previewBulk(as('agent'), { selection: idsOf([ticket]), action: reopen })
    expect(preview.refusals).toMatchObject([{ code: 'guard_failed', detail: roleDetail, count: 1 }])
    const { became } = await change([ticket], reopen, as('agent'))
    expect(became.get(ticket.id)).toEqual(['refused', 'guard_failed', roleDetail])
    const { became: then } = await change([ticket], reopen, as('manager'))
    expect(then.get(ticket.id)?.[0]).toBe('changed')
  })

  it('gives a ticket no end back while a case of it is open', async () => {
    const ticket = await handled()
    const { id: solvedId } = await change([ticket], solve, desk.context)
    expect((await outcomes(solvedId)).get(ticket.id)?.[0]).toBe('changed')
    await escalate(ticket)
    const { id } = await change([ticket], reopen, desk.context)
    await undoBulk(desk.context, { bulkId: id })
    await work()
    expect((await outcomes(id)).get(ticket.id)?.slice(0, 2)).toEqual(['kept', 'open_case'])
    expect(await desk.read(ticket)).toMatchObject({ statusCategory: 'new' })
  })
})

describe('a macro', () => {
  const use = (ticket: Ticket, key: string) => {
    return { ticketId: ticket.id, key, isPreview: false, body: null, lastSeenSeq: null, expectedVersion: null }
  }

  it('acts as whoever applies it', async () => {
    const ticket = await closed()
    const refused = { code: 'guard_failed', message: roleDetail }
    await expect(applyMacro(as('agent'), use(ticket, 'take-up'))).rejects.toMatchObject(refused)
    expect(await applyMacro(as('manager'), use(ticket, 'take-up'))).toMatchObject({ ticket: { status: 'classified' } })
  })

  it('solves nothing that an open case keeps, be it opened by the macro itself, and its preview says so', async () => {
    const [kept, fresh] = [await handled(), await handled()]
    await escalate(kept)
    const refused = { code: 'guard_failed', message: caseDetail }
    await expect(applyMacro(desk.context, use(kept, 'solve-it'))).rejects.toMatchObject(refused)
    await expect(applyMacro(desk.context, use(fresh, 'review-it'))).rejects.toMatchObject(refused)
    for (const [ticket, key] of [
      [kept, 'solve-it'],
      [fresh, 'review-it'],
    ] as const) {
      const action = { kind: 'applyMacro', key, body: null } as const
      const { refusals } = await previewBulk(desk.context, { selection: idsOf([ticket]), action })
      expect(refusals).toMatchObject([{ code: 'guard_failed', detail: caseDetail, count: 1 }])
    }
  })
})

describe('a merge', () => {
  it('does not end a ticket that an open case keeps', async () => {
    const [source, target] = [await handled(), await handled()]
    await escalate(source)
    const merge = { into: target.id, reason: null, allowOtherCustomer: false }
    await expect(mergeTickets(desk.context, { ticketId: source.id, ...merge })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'open_case' },
    })
    const merged = await mergeTickets(desk.context, { ticketId: target.id, ...merge, into: source.id })
    expect(merged).toMatchObject({ status: 'closed' })
  })
})
