import { afterAll, beforeAll, expect, it } from 'vitest'
import { assignTicket, snoozeTicket, transitionTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { checkInvariants } from '../routing/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import type { BulkAction } from './bulk.ts'
import { fireBulkTimer, previewBulk, readBulk, startBulk, undoBulk } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

const hour = 3_600_000
const care = (more = {}) => desk.ticket({ serviceLine: 'guest-support', category: 'payment_processing', ...more })
const idsOf = (tickets: readonly Ticket[]) => ({ kind: 'ids' as const, ids: tickets.map((ticket) => ticket.id) })
const aside = (ms = hour): Extract<BulkAction, { kind: 'snooze' }> => {
  return { kind: 'snooze', until: new Date(desk.context.now() + ms).toISOString() }
}
const stateOf = async ({ id }: Ticket) =>
  (
    await desk.home.query<{ state: string }>('select state from tasks where ticket_id = $1 order by id desc limit 1', [
      id,
    ])
  )[0]?.state

async function work() {
  const claim = { kinds: ['bulk'], limit: 10, leaseMs: 0, aheadMs: 1_000 } as const
  for (;;) {
    const timers = await desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim))
    if (timers.length === 0) return
    for (const timer of timers) await fireBulkTimer(desk.context, timer)
  }
}
async function change(tickets: readonly Ticket[], action: BulkAction) {
  const { id } = await startBulk(desk.context, { selection: idsOf(tickets), action })
  await work()
  return { id, counts: (await readBulk(desk.context, { bulkId: id }))?.counts }
}
async function undo(bulkId: string) {
  await undoBulk(desk.context, { bulkId })
  await work()
  return (await readBulk(desk.context, { bulkId }))?.counts
}

it('puts many tickets aside, tells before which it cannot, and takes them up again when it is undone', async () => {
  const agent = await desk.addAgent()
  const [waits, ended, live] = [await care(), await care(), await care()]
  await assignTicket(desk.context, { ticketId: ended.id, agentId: agent.id })
  await transitionTicket(desk.context, { ticketId: ended.id, to: 'solved', resolution: 'Refunded.' })
  await desk.home.query(`update tasks set kind = 'call' where ticket_id = $1`, [live.id])
  const action = aside()
  const preview = await previewBulk(desk.context, { selection: idsOf([waits, ended, live]), action })
  expect(preview).toMatchObject({ changed: 1, refused: 2, isUndoable: true })
  expect(preview.sample[0]?.changes).toEqual([{ field: 'snoozedUntil', from: null, to: action.until }])
  const done = await change([waits, ended, live], action)
  expect(done.counts).toMatchObject({ changed: 1, refused: 2 })
  expect((await desk.read(waits)).snoozedUntil).toBe(Date.parse(action.until ?? ''))
  expect(await stateOf(waits)).toBe('paused')
  expect(await undo(done.id)).toMatchObject({ undone: 1, kept: 0 })
  expect((await desk.read(waits)).snoozedUntil).toBeNull()
  expect(await stateOf(waits)).toBe('waiting')
  await desk.home.query(`update tasks set kind = 'ticket' where ticket_id = $1`, [live.id])
})

it('takes many up, and undone they are aside again until their time', async () => {
  const [one, other] = [await care(), await care()]
  const until = desk.context.now() + hour
  await snoozeTicket(desk.context, { ticketId: one.id, until, expectedVersion: null })
  const { id, counts } = await change([one, other], { kind: 'snooze', until: null })
  expect(counts).toMatchObject({ changed: 1, unchanged: 1 })
  expect([(await desk.read(one)).snoozedUntil, await stateOf(one)]).toEqual([null, 'waiting'])
  expect(await undo(id)).toMatchObject({ undone: 1 })
  expect([(await desk.read(one)).snoozedUntil, await stateOf(one)]).toEqual([until, 'paused'])
})

it('undone, a change that woke a ticket by ending it puts it aside again', async () => {
  const agent = await desk.addAgent()
  const ticket = await care()
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  const until = desk.context.now() + hour
  await snoozeTicket(desk.context, { ticketId: ticket.id, until, expectedVersion: null })
  const { id } = await change([ticket], { kind: 'transition', to: 'solved', resolution: 'Refunded.' })
  expect(await desk.read(ticket)).toMatchObject({ status: 'solved', snoozedUntil: null })
  expect(await undo(id)).toMatchObject({ undone: 1 })
  const { status, assignee, snoozedUntil } = await desk.read(ticket)
  expect([status, assignee?.id, snoozedUntil, await stateOf(ticket)]).toEqual(['assigned', agent.id, until, 'paused'])
})

it('is refused at once for a time that has passed or is too far away', async () => {
  const ticket = await care()
  for (const [ms, code] of [
    [-1, 'past'],
    [400 * 24 * hour, 'too_late'],
  ] as const) {
    const asked = previewBulk(desk.context, { selection: idsOf([ticket]), action: aside(ms) })
    await expect(asked).rejects.toMatchObject({ fields: [{ pointer: '/action/snooze/until', code }] })
  }
})
