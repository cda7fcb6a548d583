import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClaimedTimer, claimTimers } from '../timers/index.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { readMessages, readTimeline, type Ticket } from '../tickets/index.ts'
import { readFile } from 'node:fs/promises'
import { systemPrincipal } from '../../platform/principal.ts'
import type { Context } from '../../platform/context.ts'
import { addMessage, assignTicket, fireStayTimer, transitionTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const day = 86_400_000

/** The same desk so much later: for the timers, and for what they do. */
function later(ms: number): { context: Context; fire(ticket: Ticket): Promise<boolean | null> } {
  const context = { ...desk.context, principal: systemPrincipal, now: () => desk.context.now() + ms }
  return {
    context,
    async fire(ticket) {
      const timer = await claim(ticket, ms)
      return timer === null ? null : fireStayTimer(context, timer)
    },
  }
}

async function claim(ticket: Ticket, ms: number): Promise<ClaimedTimer | null> {
  const wanted = { kinds: ['ticket.stay'], limit: 100, leaseMs: 0, aheadMs: ms } as const
  const timers = await desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, wanted))
  return timers.find(({ subjectId }) => subjectId === ticket.id) ?? null
}

async function waiting(more: object = {}) {
  const agent = await desk.addAgent()
  const ticket = await desk.ticket({ serviceLine: 'guest-support', category: 'user_system', ...more })
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
  return desk.read(ticket)
}
const said = async (ticket: Ticket) =>
  (await readMessages(desk.context, { ticketId: ticket.id, after: 0, limit: 50 }))?.map(
    ({ author, body, visibility }) => [author.kind, visibility, body.split('.')[0]],
  )

describe('time', () => {
  it('reminds, solves and closes a ticket nobody answers, each once and with its cause', async () => {
    const ticket = await waiting({ language: 'es' })
    expect(await later(day).fire(ticket)).toBeNull()
    expect(await later(2 * day + 1_000).fire(ticket)).toBe(true)
    expect(await desk.read(ticket)).toMatchObject({ status: 'waiting_customer' })
    expect(await said(ticket)).toEqual([['system', 'public', 'Esperamos su respuesta']])
    expect(await later(3 * day).fire(ticket)).toBeNull()
    expect(await later(5 * day + 1_000).fire(ticket)).toBe(true)
    expect(await desk.read(ticket)).toMatchObject({ status: 'solved', resolution: 'No answer from the guest.' })
    expect(await later(11 * day).fire(ticket)).toBe(true)
    expect(await desk.read(ticket)).toMatchObject({ status: 'closed' })
    expect(await later(50 * day).fire(ticket)).toBeNull()
    expect(await said(ticket)).toHaveLength(1)
    const timeline = await readTimeline(desk.context, { ticketId: ticket.id, after: 0, limit: 100 })
    const moves = timeline?.flatMap(({ event }) =>
      event.cause?.['move'] === undefined ? [] : [[event.cause['move'], event.type] as const],
    )
    expect(moves?.filter(([, type]) => /^(ticket|message)/.test(type))).toEqual([
      ['remind-guest', 'message.added'],
      ['solve-unanswered', 'ticket.status_changed'],
      ['solve-unanswered', 'ticket.status_changed'],
      ['solve-unanswered', 'ticket.solved'],
      ['close-solved', 'ticket.closed'],
    ])
  })

  it('does not touch a ticket whose customer answered, and counts anew when it waits again', async () => {
    const ticket = await waiting()
    const timer = await claim(ticket, 3 * day)
    const answer = { body: 'Here.', visibility: 'public', clientId: null, asCustomer: true, lastSeenSeq: null } as const
    await addMessage(desk.context, { ticketId: ticket.id, ...answer })
    expect(timer === null ? null : await fireStayTimer(later(3 * day).context, timer)).toBe(false)
    expect(await later(30 * day).fire(ticket)).toBeNull()
    expect((await desk.read(ticket)).statusCategory).toBe('open')
    await transitionTicket(later(4 * day).context, { ticketId: ticket.id, to: 'waiting_customer' })
    expect(await later(5 * day).fire(ticket)).toBeNull()
    expect(await later(6 * day + 1_000).fire(ticket)).toBe(true)
  })

  it('is acted on by one of two workers', async () => {
    const ticket = await waiting()
    const timer = await claim(ticket, 3 * day)
    if (timer === null) throw new Error('There is no timer.')
    const { context } = later(3 * day)
    const both = await Promise.all([fireStayTimer(context, timer), fireStayTimer(context, timer)])
    expect(both.toSorted()).toEqual([false, true])
    expect(await said(ticket)).toHaveLength(1)
  })

  it('tells what the guards still ask for, and leaves the ticket where it is', async () => {
    const ticket = await waiting({ type: 'security_alert' })
    await publish((text) =>
      text.replace(
        '{ from: handling, to: solved, requires: [resolution]',
        '{ from: handling, to: solved, requires: [resolution, checklist]',
      ),
    )
    await later(2 * day + 1_000).fire(ticket)
    await later(5 * day + 1_000).fire(ticket)
    expect(await desk.read(ticket)).toMatchObject({ status: 'waiting_customer' })
    const timeline = await readTimeline(desk.context, { ticketId: ticket.id, after: 0, limit: 100 })
    expect(timeline?.at(-1)?.event).toMatchObject({
      type: 'ticket.move_refused',
      data: { move: 'solve-unanswered', to: 'solved', missing: ['checklist'] },
    })
    expect(await later(30 * day).fire(ticket)).toBeNull()
  })

  it('begins at the publication for what waited before it was asked to', async () => {
    await publish((text) =>
      text.replace(
        /      - \{ id: remind-guest.*\n.*\n.*\n/,
        '      - { id: close-solved, in: solved, after: 5d, to: closed }\n',
      ),
    )
    const ticket = await waiting()
    expect(await claim(ticket, 100 * day)).toBeNull()
    await publish((text) => `${text}\n# again\n`)
    expect(await later(1_000).fire(ticket)).toBe(true)
    expect(await later(day).fire(ticket)).toBeNull()
    expect(await later(2 * day + 2_000).fire(ticket)).toBe(true)
    expect(await said(ticket)).toHaveLength(1)
  })
})

async function publish(change: (text: string) => string) {
  const file = new URL('../../../workflows/operations-review.yaml', import.meta.url)
  const document = change(await readFile(file, 'utf8'))
  await publishWorkflow(desk.context, { document, expectedVersion: null })
}
