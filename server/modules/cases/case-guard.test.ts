import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { fireStayTimer, transitionTicket } from '../handling/index.ts'
import { handledTicket } from '../handling/testing/moved-tickets.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { readMessages, readTimeline, type Ticket, viewTicket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import type { ShownCase } from './case.ts'
import { escalateCase } from './escalate-case.ts'
import { moveCase } from './move-case.ts'
import { type CaseDesk, decide, openCaseDesk, plainEscalation, refusalOf, seen } from './testing/case-desk.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(() => desk.close())

const day = 86_400_000
const solve = (ticket: Ticket) =>
  transitionTicket(desk.context, { ticketId: ticket.id, to: 'solved', resolution: 'Refunded.' })
const bar = { guard: 'unlessCaseOpen', roles: [], reason: 'a case of the ticket is open' }

const handled = () => handledTicket(desk)

async function close(found: ShownCase) {
  await decide(desk.reviewer, await desk.prepare(found))
  await moveCase(desk.opener, { ...seen(found), to: 'closed', note: null })
}

describe('a ticket with an open case', () => {
  it('is not solved, and whoever tries is told why and what is legal', async () => {
    const ticket = await handled()
    await desk.escalate(ticket)
    const before = await desk.read(ticket)
    expect(await refusalOf(solve(ticket))).toMatchObject({
      code: 'guard_failed',
      details: { missing: [], barredBy: [bar], legal: ['waiting_customer'] },
    })
    expect(await desk.read(ticket)).toEqual(before)
    const { legalTransitions, solving } = await viewTicket(desk.context, before)
    expect(legalTransitions.map(({ to, barredBy }) => [to, barredBy])).toEqual([
      ['solved', [bar]],
      ['waiting_customer', []],
    ])
    expect(solving).toBeNull()
  })

  it('is solved once every case of it is closed, not when one of them is', async () => {
    const ticket = await handled()
    const [one, other] = [await desk.escalate(ticket), await desk.escalate(ticket, { reason: 'fraud_suspected' })]
    await close(one)
    expect(await refusalOf(solve(ticket))).toMatchObject({ code: 'guard_failed' })
    await close(other)
    expect(await solve(ticket)).toMatchObject({ status: 'solved' })
  })

  it('is held by the case of another ticket that it belongs to', async () => {
    const [ticket, named] = [await handled(), await handled()]
    const evidence = [{ kind: 'link', ticketId: named.id }] as const
    const found = await desk.escalate(ticket, { evidence })
    expect(await refusalOf(solve(named))).toMatchObject({ code: 'guard_failed', details: { barredBy: [bar] } })
    await close(found)
    expect(await solve(named)).toMatchObject({ status: 'solved' })
  })

  it('is never solved by who solves it while the case is opened: one of the two goes first', async () => {
    for (let round = 0; round < 6; round++) {
      const ticket = await handled()
      const escalate = () => escalateCase(desk.opener, { ...plainEscalation, ticketId: ticket.id })
      const opening = round % 2 === 0 ? escalate() : null
      const [solved] = await Promise.allSettled([solve(ticket), opening ?? escalate()])
      const order = await desk.eventTypes(ticket)
      const at = (type: string) => order.indexOf(type)
      if (solved?.status === 'fulfilled') expect(at('ticket.solved')).toBeLessThan(at('case.opened'))
      else expect([at('ticket.solved'), solved?.reason]).toMatchObject([-1, { code: 'guard_failed' }])
    }
  })

  it('is solved or refused, and nothing between, by who solves it while the case is closed', async () => {
    const ticket = await handled()
    const found = await desk.escalate(ticket)
    await decide(desk.reviewer, await desk.prepare(found))
    const closing = moveCase(desk.opener, { ...seen(found), to: 'closed', note: null })
    const [solved] = await Promise.allSettled([solve(ticket), closing])
    const { status } = await desk.read(ticket)
    expect(status).toBe(solved?.status === 'fulfilled' ? 'solved' : 'handling')
    if (solved?.status !== 'fulfilled') expect(await solve(ticket)).toMatchObject({ status: 'solved' })
  })
})

describe('a move of time that an open case bars', () => {
  const later = (ms: number) => {
    return { ...desk.context, principal: systemPrincipal, now: () => desk.context.now() + ms }
  }
  async function fire(ticket: Ticket, ms: number): Promise<boolean | null> {
    const wanted = { kinds: ['ticket.stay'], limit: 100, leaseMs: 0, aheadMs: ms } as const
    const timers = await desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, wanted))
    const timer = timers.find(({ subjectId }) => subjectId === ticket.id)
    return timer === undefined ? null : fireStayTimer(later(ms), timer)
  }
  const told = async (ticket: Ticket) =>
    (await readTimeline(desk.context, { ticketId: ticket.id, after: 0, limit: 100 }))
      ?.filter(({ event }) => event.type === 'ticket.move_refused')
      .map(({ event }) => [event.data, event.cause?.['move']])

  it('is told as refused, says nothing, and is made when the case is closed', async () => {
    const ticket = await handled()
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    const found = await desk.escalate(ticket)
    await fire(ticket, 2 * day + 1_000)
    await fire(ticket, 5 * day + 1_000)
    expect(await desk.read(ticket)).toMatchObject({ status: 'waiting_customer' })
    const refused = { move: 'solve-unanswered', to: 'solved', missing: [], barredBy: ['unlessCaseOpen'] }
    expect(await told(ticket)).toEqual([[refused, 'solve-unanswered']])
    expect(await fire(ticket, 50 * day)).toBeNull()
    expect(await readMessages(desk.context, { ticketId: ticket.id, after: 0, limit: 50 })).toHaveLength(1)
    await close(found)
    expect(await fire(ticket, 50 * day)).toBe(true)
    expect(await desk.read(ticket)).toMatchObject({ status: 'solved' })
    expect(await told(ticket)).toHaveLength(1)
  })

  it('is made too when a version without the guard is published', async () => {
    const ticket = await handled()
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    await desk.escalate(ticket)
    await fire(ticket, 2 * day + 1_000)
    await fire(ticket, 5 * day + 1_000)
    expect(await fire(ticket, 50 * day)).toBeNull()
    const file = new URL('../../../workflows/operations-review.yaml', import.meta.url)
    const document = (await readFile(file, 'utf8')).replaceAll(', unlessCaseOpen: true', '')
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    expect(await fire(ticket, 50 * day)).toBe(true)
    expect(await desk.read(ticket)).toMatchObject({ status: 'solved' })
  })
})
