import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '../../platform/principal.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import type { Agent } from '../agents/index.ts'
import { maySeeEvent, type PlacedEvent } from '../events/index.ts'
import { assignTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { readTimeline, type Ticket } from '../tickets/index.ts'
import { createReview } from './index.ts'

let desk: Desk
let ticket: Ticket
let reviewed: Agent
let next: Agent
const answers = ['understood', 'solved', 'tone', 'privacy'].map((criterion) => {
  return { criterion, rating: criterion === 'privacy' ? true : 5, note: null }
})

/** A ticket whose work was reviewed, and which another agent has by now. */
beforeAll(async () => {
  desk = await openDesk()
  ;[reviewed, next] = [await desk.addAgent(), await desk.addAgent()]
  ticket = await desk.ticket({ customerId: 'reviewed-one' })
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: reviewed.id })
  await createReview(desk.context, { ticketId: ticket.id, scorecard: 'standard', answers, note: 'Quick.' })
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: next.id })
})
afterAll(() => desk.close())

const own = (agent: Agent) =>
  principalWith(['ticket:read', 'message:read', 'event:read'], { kind: 'member', id: newId(), agentId: agent.id })
const partnerId = newId()
const readers = (): [string, Principal, boolean][] => [
  ['everybody who may read reviews', principalWith(['ticket:read', 'event:read', 'qa:read']), true],
  ['whose work it is', own(reviewed), true],
  ['who has the ticket now', own(next), false],
  ['who may read no reviews', principalWith(['ticket:read', 'event:read']), false],
  [
    'a partner whose ticket it is, whatever it may do',
    principalWith(['ticket:read', 'event:read', 'qa:read'], { partnerId, agentId: reviewed.id }),
    false,
  ],
  [
    'the customer',
    principalWith(['ticket:read', 'event:read', 'qa:read'], { kind: 'customer', id: ticket.customer.id }),
    false,
  ],
]

describe('a review in the history of its ticket', () => {
  it('names the review and whose work it is, and neither score nor words', async () => {
    const items = await readTimeline(desk.context, { ticketId: ticket.id, after: 0, limit: 100 })
    const told = items?.filter(({ event }) => event.type === 'qa.reviewed').map(({ event }) => event.data)
    const [review] = await desk.home.query<{ id: string }>('select id from qa_reviews')
    expect(told).toEqual([
      {
        scorecard: 'standard',
        reviewId: encodeId('review', review?.id ?? ''),
        agentId: encodeId('agent', reviewed.id),
      },
    ])
  })

  it('is shown to those with the permission and to whose work it is, there and in the log', async () => {
    await desk.home.query(`update tickets set created_by = created_by || jsonb_build_object('partnerId', $1::text)`, [
      partnerId,
    ])
    const [row] = await desk.home.query<Pick<PlacedEvent, 'id' | 'type' | 'data' | 'subjectKind' | 'subjectId'>>(
      `select id, type, data, subject_kind as "subjectKind", subject_id as "subjectId" from events where type = 'qa.reviewed'`,
    )
    if (row === undefined) throw new Error('Nothing was told of the review.')
    const event: PlacedEvent = {
      ...row,
      workspaceId: desk.home.workspace.id,
      seq: 1,
      ticketId: ticket.id,
      subjectSeq: 1,
      at: 0,
      actor: { kind: 'system', id: 'system' },
      cause: null,
      place: { channel: 'ticket', queue: 'frontline', assigneeId: next.id, partnerId },
    }
    for (const [who, principal, isShown] of readers()) {
      const items = await readTimeline(desk.home.contextOf(principal), { ticketId: ticket.id, after: 0, limit: 100 })
      expect(items, who).not.toBeNull()
      expect([who, items?.some(({ event: { type } }) => type === 'qa.reviewed')]).toEqual([who, isShown])
      expect([who, maySeeEvent(principal, event)]).toEqual([who, isShown])
    }
  })

  it('that was told before reviews said whose they are stays readable to those with the permission', () => {
    const old = {
      type: 'qa.reviewed',
      subjectKind: 'review',
      subjectId: newId(),
      data: { scorecard: 'standard' },
    } as const
    const event = { ...old, place: null, ticketId: null } as unknown as PlacedEvent
    expect(maySeeEvent(principalWith(['event:read', 'qa:read']), event)).toBe(true)
    expect(maySeeEvent(own(reviewed), event)).toBe(false)
  })
})
