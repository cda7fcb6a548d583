import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId, newId } from '../../platform/ids.ts'
import type { Agent } from '../agents/index.ts'
import { assignTicket, transitionTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { sayInPublic } from '../handling/testing/say-in-public.ts'
import { countTicketsOf, type Ticket } from '../tickets/index.ts'
import { createReview, listReviews, readQaReport, reportGroups, type ReportInput } from './index.ts'
import { scopedTo } from './testing/scoped-to.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const minute = 60_000
const asked: ReportInput = {
  from: null,
  to: null,
  queue: null,
  channel: null,
  serviceLine: null,
  agentId: null,
  groupBy: null,
}
const report = (more: Partial<ReportInput> = {}, context = desk.context) => readQaReport(context, { ...asked, ...more })
const answers = (understood: number | null, privacy: boolean | null = true) => [
  { criterion: 'understood', rating: understood, note: null },
  { criterion: 'solved', rating: understood, note: null },
  { criterion: 'tone', rating: null, note: 'Not heard.' },
  { criterion: 'privacy', rating: privacy, note: null },
]
const review = (ticket: Ticket, given = answers(5), context = desk.context) =>
  createReview(context, { ticketId: ticket.id, scorecard: 'standard', answers: given, note: null })

/** Answers a ticket after so many minutes and closes it after so many more. */
async function handle(agent: Agent, ticket: Ticket, [first, then]: [number, number]) {
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  desk.home.advance(first * minute)
  await sayInPublic(desk.as(agent), ticket)
  desk.home.advance(then * minute)
  await transitionTicket(desk.as(agent), {
    ticketId: ticket.id,
    to: 'closed',
    cause: { code: 'config', text: 'A setting.' },
    correction: { text: 'Set right.' },
    solutionCheck: 'passed',
    resolution: 'It works.',
  })
}

/** What each checkpoint is judged by. */
const evidence = {
  intake: /^\/v1\/tickets\?q=created%3A/,
  routing: /^\/v1\/qa\/report\?from=.*&groupBy=queue$/,
  escalation: /^\/v1\/cases$/,
  resolution: /^\/v1\/tickets\?q=ended%3A.*queue%3Apayments$/,
  quality: /^\/v1\/qa\/reviews$/,
  automation: /^\/v1\/automations\/runs$/,
  reporting: /^\/v1\/reports\/overview\?from=.*&queue=payments&/,
}

describe('the quality report', () => {
  it('is empty, and no error, before anything happened', async () => {
    const empty = await report()
    expect(empty.volume).toEqual({ created: 0, closed: 0, open: 0, byChannel: {} })
    expect(empty.firstResponse).toMatchObject({ n: 0, excluded: 0, p50Seconds: null, attainment: null })
    expect(empty.quality).toMatchObject({ n: 0, score: null, ci95: null, byCriterion: [] })
    expect(empty.checkpoints.map(({ name }) => name)).toEqual(Object.keys(evidence))
    expect(empty.to - empty.from).toBe(30 * 24 * 60 * minute)
  })

  it('says where the rows are by which each checkpoint is judged', async () => {
    const agentId = newId()
    const { checkpoints } = await report({ queue: 'payments', agentId })
    const addresses = new Map(checkpoints.map(({ name, evidenceUrl }) => [name, evidenceUrl]))
    for (const [name, address] of Object.entries(evidence))
      expect(addresses.get(name)?.replace(`%20assignee%3A${encodeId('agent', agentId)}`, ''), name).toMatch(address)
    expect(addresses.get('reporting')).toContain(`agent=${encodeId('agent', agentId)}`)
  })

  it('adds up tickets, clocks and reviews, as a whole and by group', async () => {
    const agent = await desk.addAgent()
    const [quick, slow, late, open] = [
      await desk.ticket({ priority: 'normal' }),
      await desk.ticket({ priority: 'normal', channel: 'email' }),
      await desk.ticket({ priority: 'normal', category: 'payment_processing', type: 'payment_issue' }),
      await desk.ticket({ priority: 'normal' }),
    ]
    await handle(agent, quick, [10, 20])
    await handle(agent, slow, [0, 0])
    await handle(agent, late, [60, 30])
    // The time of a report ends before its last instant.
    desk.home.advance(1)
    await review(quick)
    await review(slow, answers(3))
    await review(late, answers(5, false))
    desk.home.advance(1)
    const whole = await report()
    expect(whole.volume).toEqual({ created: 4, closed: 3, open: 1, byChannel: { email: 1, ticket: 3 } })
    // Answered after 10, 30 and 90 minutes, of which an hour was promised.
    expect(whole.firstResponse).toEqual({
      n: 3,
      excluded: 1,
      p50Seconds: 30 * 60,
      p90Seconds: (30 + 0.8 * 60) * 60,
      met: 2,
      breached: 1,
      attainment: 2 / 3,
    })
    expect(whole.resolution).toMatchObject({
      n: 3,
      excluded: 0,
      p50Seconds: 30 * 60,
      met: 3,
      breached: 0,
      attainment: 1,
    })
    expect(whole.reopened).toEqual({ n: 0, rate: 0 })
    expect(whole.escalations).toEqual({ n: 0, rate: 0 })
    expect(whole.quality).toMatchObject({ n: 3, passRate: 1 / 3 })
    expect(whole.quality.score).toBeCloseTo((100 + (50 * 5 + 100 * 2) / 7 + 0) / 3)
    expect(whole.quality.byCriterion).toEqual([
      { scorecard: 'standard', id: 'privacy', label: 'No private data in the open', n: 3, score: 200 / 3 },
      { scorecard: 'standard', id: 'solved', label: 'Solved it or named the next step', n: 3, score: 250 / 3 },
      { scorecard: 'standard', id: 'understood', label: 'Understood the request', n: 3, score: 250 / 3 },
    ])

    const byQueue = await report({ groupBy: 'queue' })
    expect(byQueue.groups.map(({ key, label, volume }) => [key, label, volume.created])).toEqual([
      ['frontline', 'Frontline', 3],
      ['payments', 'Payments', 1],
    ])
    expect(byQueue.groups.find(({ key }) => key === 'payments')).toMatchObject({
      firstResponse: { n: 1, breached: 1 },
      quality: { n: 1, score: 0 },
    })
    const byAgent = await report({ groupBy: 'agent' })
    expect(byAgent.groups.map(({ label, volume }) => [label, volume.created])).toEqual([
      ['Ana', 3],
      ['none', 1],
    ])
    expect((await report({ channel: 'email' })).volume).toMatchObject({ created: 1, closed: 1, open: 0 })
    expect((await report({ agentId: agent.id })).quality.n).toBe(3)
    expect((await report({ queue: 'payments' })).volume.created).toBe(1)
    expect(open.statusCategory).toBe('new')
  })

  it('holds what began at its first instant and not what began at its last', async () => {
    const ticket = await desk.ticket({ serviceLine: 'guest-support' })
    const at = ticket.createdAt
    const count = async (from: number, to: number) => (await report({ from, to, serviceLine: 'guest-support' })).volume
    expect(await count(at, at + 1)).toMatchObject({ created: 1, open: 1 })
    expect(await count(at - 1, at)).toMatchObject({ created: 0, open: 0 })
    expect(await count(at + 1, at + 2)).toMatchObject({ created: 0, open: 1 })
  })

  it('shows a limited caller the queues it may see', async () => {
    const limited = await report({}, scopedTo(desk, { queues: ['payments'] }))
    expect(limited.volume).toMatchObject({ created: 1, closed: 1 })
    expect(limited.quality.n).toBe(1)
    expect(limited.choices.queues).toEqual([{ slug: 'payments', label: 'Payments' }])
  })

  it('leads from every group to the tickets it counts, also to those that have nothing there', async () => {
    await desk.ticket({ serviceLine: 'platform-support' })
    desk.home.advance(1)
    for (const groupBy of reportGroups) {
      const { groups } = await report({ groupBy })
      const counted = groups.map(async ({ rowsUrl }) => {
        const q = new URL(rowsUrl, 'http://desk').searchParams.get('q') ?? ''
        return countTicketsOf(desk.context, { q, most: 1_000 })
      })
      expect([groupBy, await Promise.all(counted)]).toEqual([groupBy, groups.map(({ volume }) => volume.created)])
    }
    expect((await report({ groupBy: 'type' })).groups.at(-1)?.key).toBeNull()
  })

  it.each([
    ['ends before it begins', { from: 1_000, to: 1_000 }],
    ['is longer than three years', { from: 0, to: 200_000_000_000 }],
  ])('refuses a time that %s', async (_, span) => {
    await expect(report(span)).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer: 'from' }] })
  })
})

describe('a review', () => {
  it('keeps answers, points and score, and who is reviewed', async () => {
    const agent = await desk.addAgent({ name: 'Rui' })
    const ticket = await desk.ticket()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const reviewer = await desk.addAgent({ name: 'Eva' })
    const made = await review(ticket, answers(4), desk.as(reviewer))
    expect(made).toMatchObject({
      ticketNumber: ticket.number,
      agent: { id: agent.id, name: 'Rui' },
      reviewerName: 'Eva',
      missed: [],
      points: [
        { id: 'understood', points: 75 },
        { id: 'solved', points: 75 },
        { id: 'tone', points: null },
        { id: 'privacy', points: 100 },
      ],
    })
    expect(made.score).toBeCloseTo((75 * 5 + 100 * 2) / 7)
    const page = { before: null, limit: 10, ticketId: ticket.id, agentId: null, scorecard: null }
    expect((await listReviews(desk.context, page)).map(({ id }) => id)).toEqual([made.id])
    expect(await listReviews(scopedTo(desk, { queues: ['payments'] }), page)).toEqual([])
  })

  it('is given once by a reviewer, also when two calls race, and never of one’s own work', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const results = await Promise.allSettled([review(ticket), review(ticket)])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(review(ticket)).rejects.toMatchObject({ code: 'conflict' })
    await expect(review(ticket, answers(5), desk.as(agent))).rejects.toMatchObject({ code: 'forbidden' })
    const other = await desk.addAgent()
    await expect(review(ticket, answers(2), desk.as(other))).resolves.toMatchObject({ score: expect.any(Number) })
  })

  it('is refused whole where it does not fit, naming the place', async () => {
    const ticket = await desk.ticket()
    const wrong = [
      { criterion: 'understood', rating: true, note: null },
      { criterion: 'speed', rating: 1, note: null },
    ]
    await expect(review(ticket, wrong)).rejects.toMatchObject({
      fields: [
        { pointer: '/answers/0/rating', code: 'wrong_rating' },
        { pointer: '/answers/1/criterion', code: 'unknown_criterion' },
        { pointer: '/answers', code: 'not_answered' },
        { pointer: '/answers', code: 'not_answered' },
        { pointer: '/answers', code: 'not_answered' },
      ],
    })
    const unknown = createReview(desk.context, { ticketId: ticket.id, scorecard: 'none', answers: [], note: null })
    await expect(unknown).rejects.toMatchObject({ fields: [{ pointer: '/scorecard' }] })
    await expect(review(ticket, answers(5), scopedTo(desk, { queues: ['payments'] }))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(review(ticket, answers(5), scopedTo(desk, {}, ['qa:read']))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
