import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { assignTicket, completeTask } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { mergeTickets } from '../merging/index.ts'
import { readLinks } from '../tickets/index.ts'
import { linkIssue, readRecurring } from './index.ts'
import { holdMarks, waitingForMarks } from './testing/held-marks-store.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const minute = 60_000
const day = 24 * 60 * minute
const asked = { from: null, to: null, queue: null, channel: null, serviceLine: null, agentId: null, least: 3 }
const refused = (customerId: string, more = {}) =>
  desk.ticket({ customerId, issueSummary: 'Card payment refused at checkout', category: 'payment_processing', ...more })

describe('recurring issues', () => {
  it('are none, and no error, before anything happened', async () => {
    expect(await readRecurring(desk.context, asked)).toMatchObject({ n: 0, excluded: 0, single: 0, issues: [] })
  })

  it('say who came again, what it has cost, and that they surge', async () => {
    const agent = await desk.addAgent()
    const first = await refused('c-1')
    await assignTicket(desk.context, { ticketId: first.id, agentId: agent.id })
    desk.home.advance(10 * minute)
    await completeTask(desk.context, { taskId: (await desk.read(first)).taskId ?? '' })
    desk.home.advance(7 * day)
    await refused('c-1', { issueSummary: 'Card payment REFUSED again at the checkout' })
    await refused('c-2')
    await refused('c-3')
    await refused('c-4', { channel: 'email' })
    const twin = await refused('c-4')
    const original = await refused('c-4', { issueSummary: 'Another thing: my address' })
    await mergeTickets(desk.context, { ticketId: twin.id, into: original.id, reason: null, allowOtherCustomer: false })
    desk.home.advance(1)
    const report = await readRecurring(desk.context, asked)
    expect(report).toMatchObject({ n: 6, excluded: 1, single: 1 })
    expect(report.issues).toHaveLength(1)
    expect(report.issues[0]).toMatchObject({
      by: 'words',
      category: 'payment_processing',
      words: ['card', 'payment', 'refused', 'at', 'checkout'],
      n: 5,
      customers: 4,
      customersAgain: 1,
      ticketsAgain: 1,
      surge: { seen: 4, isSurging: true },
      problem: null,
      workMs: 10 * minute,
    })
    expect(report.issues[0]?.tickets.at(-1)).toMatchObject({ id: first.id, number: first.number })
  })

  it('are one by the cause that was found', async () => {
    const [one, two, three] = [await refused('c-7'), await refused('c-8'), await refused('c-9')]
    await desk.home.query(
      `update tickets set cause = '{"code":"gateway"}', issue_summary = id::text where id = any($1)`,
      [[one.id, two.id, three.id]],
    )
    desk.home.advance(1)
    const { issues } = await readRecurring(desk.context, asked)
    expect(issues.find(({ by }) => by === 'cause')).toMatchObject({ cause: 'gateway', n: 3 })
    const broken = `update sla_clocks set breached_at = now(), state = 'breached', metric = $2
      where ticket_id = $1 and metric = 'resolution'`
    // A queue that took too long broke no promise to a customer.
    await desk.home.query(broken, [one.id, 'ownership'])
    await desk.home.query(broken, [two.id, 'resolution'])
    desk.home.advance(1)
    const again = await readRecurring(desk.context, asked)
    expect(again.issues.find(({ by }) => by === 'cause')).toMatchObject({ breached: 1 })
  })

  it('surge just now, however late the time that is asked for ends', async () => {
    const dayMs = 24 * 3_600_000
    const now = desk.context.now()
    const { issues } = await readRecurring(desk.context, { ...asked, from: now - 29 * dayMs, to: now + dayMs })
    expect(issues.find(({ by }) => by === 'words')?.surge).toMatchObject({ seen: 4, isSurging: true })
  })

  it('narrow to what is asked and to what the caller may see', async () => {
    expect((await readRecurring(desk.context, { ...asked, channel: 'email' })).n).toBe(1)
    const scope = { channels: null, queues: new Set(['security']) }
    const limited = desk.home.contextOf(principalWith(['qa:read'], { scope }))
    expect((await readRecurring(limited, asked)).n).toBe(0)
    const blind = desk.home.contextOf(principalWith(['ticket:read']))
    await expect(readRecurring(blind, asked)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('are of one moment: no ticket that comes while they are read is in one figure and not in another', async () => {
    const other = { channel: 'api', issueSummary: 'My parcel is lost' }
    await desk.ticket(other)
    // Until midnight, as screens ask: what comes meanwhile is of the time too.
    const time = { from: desk.context.now() - day, to: desk.context.now() + day }
    const { reading } = await desk.context.transaction(async (tx) => {
      await holdMarks(tx)
      const recurring = readRecurring(desk.context, { ...asked, channel: 'api', ...time })
      await expect.poll(() => waitingForMarks(desk.home.query)).toBeGreaterThan(0)
      await desk.ticket(other)
      return { reading: recurring }
    })
    expect(await reading).toMatchObject({ n: 1, excluded: 0, single: 1 })
  })

  it('are linked to the ticket of their problem, those that come later too', async () => {
    const problem = await desk.ticket({ issueSummary: 'The gateway refuses cards' })
    desk.home.advance(1)
    const issueOf = async () => (await readRecurring(desk.context, asked)).issues.find(({ by }) => by === 'words')
    const key = (await issueOf())?.key ?? ''
    expect(await linkIssue(desk.context, { ...asked, key, problemId: problem.id })).toEqual({ linked: 5 })
    expect(await issueOf()).toMatchObject({ problem: { id: problem.id, number: problem.number, linked: 5 } })
    const late = await refused('c-10')
    desk.home.advance(1)
    expect(await linkIssue(desk.context, { ...asked, key, problemId: problem.id })).toEqual({ linked: 6 })
    expect(await readLinks(desk.context, { ticketId: late.id })).toMatchObject([
      { kind: 'caused_by', isOutgoing: true, other: { id: problem.id } },
    ])
    expect(await desk.eventTypes(late)).toContain('ticket.linked')
    expect(await issueOf()).toMatchObject({ state: 'active' })
    await desk.home.query(`update tickets set status_category = 'solved' where id = $1`, [problem.id])
    expect(await issueOf()).toMatchObject({ state: 'hypercare' })
    await desk.home.query(`update tickets set status_category = 'open' where id = $1`, [problem.id])
  })

  it('are not linked to what is not there, nor by who may not', async () => {
    const { id: problemId } = await desk.ticket()
    const wanted = { ...asked, key: 'cause:nothing:here', problemId }
    await expect(linkIssue(desk.context, wanted)).rejects.toMatchObject({ code: 'not_found' })
    const [issue] = (await readRecurring(desk.context, asked)).issues
    const nowhere = { ...wanted, key: issue?.key ?? '', problemId: '00000000-0000-7000-8000-000000000000' }
    await expect(linkIssue(desk.context, nowhere)).rejects.toMatchObject({ fields: [{ pointer: '/ticketId' }] })
    const reader = desk.home.contextOf(principalWith(['qa:read', 'ticket:read']))
    await expect(linkIssue(reader, wanted)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('lead to all of their tickets, of which a list of issues shows the latest', async () => {
    for (let count = 0; count < 22; count++)
      await desk.ticket({ customerId: `d-${count}`, issueSummary: 'Locker stays shut', serviceLine: 'guest-support' })
    desk.home.advance(1)
    const ofGuests = { ...asked, serviceLine: 'guest-support' }
    const [issue] = (await readRecurring(desk.context, ofGuests)).issues
    expect(issue).toMatchObject({ n: 22 })
    expect(issue?.tickets).toHaveLength(20)
    const rows = new URL(issue?.rowsUrl ?? '', 'http://desk')
    expect([rows.pathname, rows.searchParams.get('serviceLine')]).toEqual(['/v1/reports/recurring', 'guest-support'])
    const { issues } = await readRecurring(desk.context, { ...asked, issue: rows.searchParams.get('issue') })
    expect(issues.map(({ key, tickets }) => [key, tickets.length])).toEqual([[issue?.key, 22]])
    expect((await readRecurring(desk.context, { ...asked, issue: 'words:none' })).issues).toEqual([])
  })
})
