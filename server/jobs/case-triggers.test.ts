import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { openTriggeredCases } from '../modules/cases/index.ts'
import {
  acceptOffer,
  addMessage,
  assignTicket,
  completeTask,
  type TicketUpdate,
  transitionTicket,
  updateTicket,
} from '../modules/handling/index.ts'
import { getTicket } from '../modules/tickets/index.ts'
import { createLog } from '../platform/log.ts'
import { createCaseTriggers } from './case-triggers.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'
import type { Worker } from './worker.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
const workers: Worker[] = []
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(1_000)))
})
afterAll(world.close)

function startTriggers(): void {
  const { installation, feed } = world
  const worker = createCaseTriggers({ installation, feed, log: createLog({ level: 'silent' }), pollMs: 50 })
  workers.push(worker)
  worker.start()
}

interface SeenCase {
  readonly reason: string
  readonly trigger: string
  readonly severity: string
  readonly ticketId: string
}

const casesOf = (desk: Desk) =>
  world.query<SeenCase>(
    `select reason, trigger, severity, ticket_id as "ticketId" from cases where workspace_id = $1 order by number`,
    [desk.context.workspace.id],
  )
const largePayment = { category: 'payment_processing', type: 'payment_issue', fields: { amount: '6000.00' } }
const paymentCase = { reason: 'payment_dispute', trigger: 'large-payment', severity: 'high' }

/** Acts on everything that has happened, as a worker does. */
async function lookOn(desk: Desk): Promise<void> {
  const [last] = await world.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from events')
  const upTo = last?.seq ?? 0
  await vi.waitFor(() => expect(world.feed.mark()).toBeGreaterThanOrEqual(upTo), soon)
  while (!(await openTriggeredCases(desk.context, { upTo })));
}

describe('a case that opens itself', () => {
  it('is opened once for each event, however many workers look, and also for what they missed', async () => {
    const desk = await openDesk()
    const missed = await desk.addTicket(largePayment)
    startTriggers()
    startTriggers()
    const ticketId = await desk.addTicket(largePayment)
    await desk.addTicket({ ...largePayment, fields: { amount: '12.00' } })
    await vi.waitFor(async () => expect(await casesOf(desk)).toHaveLength(2), soon)
    await lookOn(desk)
    const found = await casesOf(desk)
    expect(found).toMatchObject([paymentCase, paymentCase])
    expect(new Set(found.map((one) => one.ticketId))).toEqual(new Set([missed, ticketId]))
  })

  it('waits for a reviewer beside the ticket’s own work, which goes on', async () => {
    const desk = await openDesk()
    const router = world.startRouter()
    workers.push(router)
    const reviewer = await desk.addAgent({ name: 'Inês', queues: ['risk-review'], languages: ['pt'] })
    const ticketId = await desk.addTicket(largePayment)
    const before = await getTicket(desk.context, { ticketId })
    await lookOn(desk)
    await vi.waitFor(async () => expect(await desk.offers('pending')).toHaveLength(1), soon)
    const [offer] = await desk.offers('pending')
    expect(offer).toMatchObject({ agentId: reviewer, queue: 'risk-review', ticketId })
    await acceptOffer(desk.context, { offerId: offer?.id ?? '' })
    expect(await getTicket(desk.context, { ticketId })).toMatchObject({
      status: before?.status,
      queue: before?.queue,
      assignee: null,
      taskId: before?.taskId,
    })
    expect(await desk.brokenInvariants()).toEqual([])
    await completeTask(desk.context, { taskId: offer?.taskId ?? '' })
    expect(await desk.brokenInvariants()).toEqual([])
    expect((await getTicket(desk.context, { ticketId }))?.status).toBe(before?.status)
  })

  it('is opened by the third reopening', async () => {
    const desk = await openDesk((text) => text.replace('ticket.reopened >= 3', 'ticket.reopened >= 2'))
    const ticketId = await desk.addTicket({ serviceLine: 'guest-support', category: 'user_system' })
    const agentId = await desk.addAgent({ queues: ['guest-care'] })
    const as = desk.contextOf({ ...desk.context.principal, agentId })
    for (let round = 0; round < 2; round++) {
      await lookOn(desk)
      expect(await casesOf(desk)).toEqual([])
      await assignTicket(desk.context, { ticketId, agentId, expectedVersion: null })
      await transitionTicket(as, { ticketId, to: 'handling' })
      await transitionTicket(as, { ticketId, to: 'solved', resolution: 'Fixed.' })
      await transitionTicket(as, { ticketId, to: 'classified' })
    }
    await lookOn(desk)
    expect(await casesOf(desk)).toMatchObject([{ reason: 'repeat_reopen', trigger: 'third-reopen' }])
  })

  it('is opened by what a ticket becomes later, at the change that makes it so', async () => {
    const desk = await openDesk()
    const ticketId = await desk.addTicket({ customer: { tier: 'vip' } })
    const small = await desk.addTicket({ ...largePayment, fields: { amount: '12.00' } })
    const change = (id: string, update: TicketUpdate) =>
      updateTicket(desk.context, { ticketId: id, update, expectedVersion: null })
    await change(ticketId, { tags: ['seen'] })
    await lookOn(desk)
    expect(await casesOf(desk)).toEqual([])
    await change(ticketId, { priority: 'critical' })
    await change(small, { fields: { amount: '6000.00' } })
    await change(small, { tags: ['seen'] })
    await lookOn(desk)
    expect(await casesOf(desk)).toMatchObject([
      { reason: 'vip', trigger: 'vip-now-in-trouble', ticketId },
      { reason: 'payment_dispute', trigger: 'payment-now-large', ticketId: small },
    ])
  })

  it('is opened by words of the customer, and not by ours', async () => {
    const desk = await openDesk()
    const ticketId = await desk.addTicket()
    const say = (asCustomer: boolean) =>
      addMessage(desk.context, {
        ticketId,
        body: 'I will call my lawyer!',
        visibility: 'public',
        clientId: null,
        lastSeenSeq: null,
        asCustomer,
      })
    await say(false)
    await lookOn(desk)
    expect(await casesOf(desk)).toEqual([])
    await say(true)
    await lookOn(desk)
    await say(true)
    await lookOn(desk)
    expect(await casesOf(desk)).toMatchObject([{ reason: 'legal', trigger: 'legal-words', ticketId }])
  })

  it('is opened by a step of a policy for the reason that names, and by what waited in vain', async () => {
    const desk = await openDesk()
    const ticketId = await desk.addTicket()
    const tell = (type: string, data: object) =>
      world.query(
        `with at as (update tickets set event_seq = event_seq + 1 where id = $2 returning event_seq)
         insert into events (workspace_id, id, ticket_id, subject_kind, subject_id, subject_seq, type, at, actor, data)
         select $1, gen_random_uuid(), $2, 'ticket', $2, at.event_seq, $3, now(), '{"kind":"system","id":"system"}', $4
         from at`,
        [desk.context.workspace.id, ticketId, type, JSON.stringify(data)],
      )
    const step = { clockId: 'clock_x', metric: 'resolution', percent: 80, notify: [], priority: null, queue: null }
    await tell('sla.escalated', { ...step, step: 'manager-told', openCase: null })
    await tell('sla.escalated', { ...step, step: 'gone', openCase: 'no_such_reason' })
    await lookOn(desk)
    expect(await casesOf(desk)).toEqual([])
    await tell('sla.escalated', { ...step, step: 'case-opened', openCase: 'sla_breach' })
    await tell('task.overflowed', { queue: 'security', on: 'wait', target: 'backend', to: 'backend' })
    await tell('task.overflowed', { queue: 'security', on: 'wait', target: 'escalate', to: 'security' })
    await lookOn(desk)
    expect(await casesOf(desk)).toMatchObject([
      { reason: 'sla_breach', trigger: 'case-opened' },
      { reason: 'other', trigger: 'nobody-came', severity: 'high' },
    ])
  })

  it('is opened by tickets that tell of the same more often than usual, one for all of them', async () => {
    const trigger =
      '    - { id: surge, on: cluster.detected, when: cluster.tickets >= 5, reason: other, severity: critical }\n'
    const desk = await openDesk((text) => text.replace(/^ {2}triggers:.*\n/mu, (line) => line + trigger))
    const add = (issueSummary: string) => desk.addTicket({ category: 'infrastructure', issueSummary })
    for (const place of ['Lisbon', 'Porto', 'Braga', 'Faro']) await add(`Lobby stays black in ${place}`)
    await add('Invoice of October is missing')
    await lookOn(desk)
    expect(await casesOf(desk)).toEqual([])
    const ticketId = await add('Lobby stays black in Coimbra')
    await lookOn(desk)
    await add('Lobby stays black in Aveiro')
    await lookOn(desk)
    expect(await casesOf(desk)).toMatchObject([{ reason: 'other', trigger: 'surge', severity: 'critical', ticketId }])
    const [{ note } = { note: '' }] = await world.query<{ note: string }>(
      'select body as note from case_notes where workspace_id = $1',
      [desk.context.workspace.id],
    )
    expect(note).toMatch(
      /^5 tickets that tell of the same came within four hours, where 0 are usual: (?:#\d+(?:, )?){5}\.$/,
    )
  })

  it('is passed over when it fails again and again, and keeps no other from being opened', async () => {
    const desk = await openDesk()
    const broken = await desk.addTicket(largePayment)
    await world.query(`update tickets set lifecycle = 'gone' where id = $1`, [broken])
    const sound = await desk.addTicket(largePayment)
    for (let attempt = 1; attempt < 5; attempt++) {
      await expect(lookOn(desk)).rejects.toThrow('lifecycle')
      expect(await casesOf(desk)).toEqual([])
    }
    await lookOn(desk)
    expect(await casesOf(desk)).toMatchObject([{ ...paymentCase, ticketId: sound }])
    await world.query(`update tickets set lifecycle = 'engineering' where id = $1`, [broken])
  })
})
