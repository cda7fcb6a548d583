import { afterAll, describe, expect, it, vi } from 'vitest'
import { acceptOffer, completeTask } from '../modules/handling/index.ts'
import { declineOffer, explainWhyNot, listDecisions } from '../modules/routing/index.ts'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { createCall } from '../modules/voice/index.ts'
import { encodeId } from '../platform/ids.ts'
import { eventsOf } from './testing/moving-desk.ts'
import { addPartner, change, frontline, leavings, standing } from './testing/overflowing.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const minute = 60_000
const pass = (ms: number) => {
  world.advance(ms)
  router.wake()
}
const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}
/** What was recorded of leaving queues, as soon as there are this many. */
const left = (desk: Desk, count: number) =>
  vi.waitFor(async () => {
    const found = await leavings(world, desk)
    expect(found).toHaveLength(count)
    return found
  }, soon)
/** The router has looked at the ticket. */
const isSeen = (desk: Desk) =>
  vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
const call = async (desk: Desk, callRef: string) => {
  const request = { customerId: 'c-1', from: '+34600123456', to: '+34900123456', callRef, language: 'en' }
  await createCall(desk.context, { request, key: null })
  const [row] = await world.query<{ id: string }>(
    'select ticket_id as id from calls where workspace_id = $1 and call_ref = $2',
    [desk.context.workspace.id, callRef],
  )
  return row?.id ?? ''
}

describe('a partner a queue leaves work to', () => {
  const withAcme = (steps: readonly string[]) => openDesk(frontline(steps))

  it('is the only one who is asked, and takes it', async () => {
    const desk = await withAcme(['{ after: 10m, partner: acme }'])
    const partner = await addPartner(world, desk, 'acme')
    await desk.setPresence(partner, 'available')
    const ticketId = await desk.addTicket({ language: 'pt' })
    await isSeen(desk)
    pass(10 * minute)
    const offer = await onePending(desk)
    expect(offer).toMatchObject({ agentId: partner, ticketId, queue: 'frontline' })
    expect(await standing(world, ticketId)).toMatchObject({ partner: 'acme', queue: 'frontline' })
    await acceptOffer(desk.context, { offerId: offer.id })
    await completeTask(desk.context, { taskId: offer.taskId })
    expect(await leavings(world, desk)).toMatchObject([{ data: { on: 'wait', target: 'partner', to: 'acme' } }])
  })

  it('has it alone: own agents get it back when it declines, and why-not says so', async () => {
    const desk = await withAcme(['{ when: nobodyEligible, partner: acme }'])
    const partner = await addPartner(world, desk, 'acme')
    await desk.setPresence(partner, 'available')
    await desk.addTicket()
    const { id: offerId, taskId } = await onePending(desk)
    const agentId = await desk.addAgent()
    expect(await explainWhyNot(desk.context, { taskId, agentId })).toMatchObject({
      eligible: false,
      reasons: [{ code: 'not_member', text: 'Offered to the partner acme alone for now' }],
    })
    await declineOffer(desk.context, { offerId, code: 'busy', reason: null })
    expect((await left(desk, 2))[1]).toMatchObject({
      type: 'task.partner_ended',
      data: { partner: 'acme', reason: 'declined', queue: 'frontline' },
    })
    expect(await onePending(desk)).toMatchObject({ agentId })
  })

  it('is left when it lets the offer run out, and the next step follows', async () => {
    const desk = await withAcme(['{ after: 10m, partner: acme }', '{ after: 11m, to: backend }'])
    const partner = await addPartner(world, desk, 'acme')
    await desk.setPresence(partner, 'available')
    const ticketId = await desk.addTicket()
    await isSeen(desk)
    pass(10 * minute)
    await onePending(desk)
    pass(minute)
    expect((await left(desk, 3)).slice(1)).toMatchObject([
      { type: 'task.partner_ended', data: { reason: 'timed_out' } },
      { type: 'task.overflowed', data: { on: 'wait', target: 'queue', to: 'backend' } },
    ])
    expect(await standing(world, ticketId)).toMatchObject({ queue: 'backend', partner: null })
  })

  it('is left at once when it is not there, or leaves', async () => {
    const desk = await withAcme(['{ when: nobodyEligible, partner: acme }', '{ when: nobodyEligible, to: backend }'])
    await desk.addTicket()
    expect((await left(desk, 3)).slice(1)).toMatchObject([
      { type: 'task.partner_ended', data: { reason: 'absent' } },
      { type: 'task.overflowed', data: { on: 'nobody', to: 'backend' } },
    ])
  })

  it('is asked while its queue is closed', async () => {
    // Open on one day that is not today, nor tomorrow, to which other tests may have moved the clock.
    const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 4) % 7]
    const later = `calendars:\n  later: { zone: UTC, week: { ${day}: [["09:00", "17:00"]] } }\n`
    const desk = await openDesk((text) =>
      frontline(
        ['{ when: closed, partner: acme, skipIf: nobodyCanTake }', '{ when: closed, to: message }'],
        ['hours: later', 'messageQueue: backend'],
      )(change('calendars:\n', later)(text)),
    )
    const first = await desk.addTicket()
    await left(desk, 1)
    expect(await standing(world, first)).toMatchObject({ kind: 'ticket', queue: 'backend' })
    const partner = await addPartner(world, desk, 'acme')
    await desk.setPresence(partner, 'available')
    const second = await desk.addTicket()
    const offer = await onePending(desk)
    expect(offer).toMatchObject({ ticketId: second, agentId: partner })
    await declineOffer(desk.context, { offerId: offer.id, code: null, reason: null })
    await left(desk, 4)
    expect(await standing(world, second)).toMatchObject({ kind: 'ticket', queue: 'backend' })
  })

  it('that the workflow knows no longer keeps nothing from its queue', async () => {
    const desk = await withAcme(['{ after: 10m, partner: acme }'])
    const ticketId = await desk.addTicket()
    await isSeen(desk)
    await world.query("update tasks set partner = 'gone', version = version + 1 where ticket_id = $1", [ticketId])
    const agentId = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId, ticketId })
  })
})

describe('what waits too long', () => {
  it('is called back at its rank when it is a call, by the same road as when its caller asks', async () => {
    const desk = await openDesk(frontline(['{ after: 5m, to: callback }']))
    const ticketId = await call(desk, 'one')
    const { enteredAt, id } = await desk.taskOf(ticketId)
    const mail = await desk.addTicket()
    await isSeen(desk)
    pass(5 * minute)
    await left(desk, 1)
    expect(await desk.taskOf(ticketId)).toMatchObject({ id, enteredAt, state: 'waiting' })
    expect(await standing(world, ticketId)).toMatchObject({ kind: 'callback', queue: 'frontline' })
    expect(await standing(world, mail)).toMatchObject({ kind: 'ticket' })
    const told = await eventsOf(world, ticketId)
    const from = told.findIndex(({ type }) => type === 'task.overflowed')
    expect(told.slice(from, from + 2)).toMatchObject([
      { type: 'task.overflowed', data: { on: 'wait', target: 'callback', to: 'callback' } },
      { type: 'callback.requested', data: { callRef: 'one', notBefore: null } },
    ])
    const rows = await world.query('select end_reason, ended_by from calls where ticket_id = $1', [ticketId])
    expect(rows).toEqual([{ end_reason: 'callback', ended_by: 'system' }])
    await desk.addAgent({ capacityUnits: 100 })
    expect(await onePending(desk)).toMatchObject({ ticketId })
  })

  it('becomes a message: the call ends, and its ticket is worked in the queue for messages', async () => {
    const desk = await openDesk((text) =>
      frontline(['{ after: 5m, to: voicemail }'])(
        change('  otherwise: frontline\n', '  otherwise: frontline\n  messageQueue: backend\n')(text),
      ),
    )
    const ticketId = await call(desk, 'one')
    await isSeen(desk)
    pass(5 * minute)
    await left(desk, 1)
    expect(await standing(world, ticketId)).toMatchObject({ kind: 'ticket', queue: 'backend', category: 'new' })
    const types = (await eventsOf(world, ticketId)).map(({ type }) => type)
    const from = types.indexOf('task.overflowed')
    expect(types.slice(from, from + 3)).toEqual(['task.overflowed', 'call.ended', 'task.queued'])
    const agentId = await desk.addAgent({ queues: ['backend'] })
    expect(await onePending(desk)).toMatchObject({ agentId, ticketId, queue: 'backend' })
  })

  it('goes on from where it leads when that is too long', async () => {
    const desk = await openDesk((text) =>
      change(
        'label: Technical support\n',
        'label: Technical support\n      overflow:\n        - { above: 1, to: backend }\n',
      )(frontline(['{ after: 5m, to: technical-support }'])(text)),
    )
    const tickets = [await desk.addTicket(), await desk.addTicket(), await desk.addTicket()]
    await isSeen(desk)
    pass(5 * minute)
    await left(desk, 5)
    const queues = await Promise.all(tickets.map(async (id) => (await standing(world, id))['queue']))
    expect(queues).toHaveLength(3)
    expect(queues.filter((queue) => queue === 'backend')).toHaveLength(2)
    expect(queues.filter((queue) => queue === 'technical-support')).toHaveLength(1)
  })

  it('takes no step again that a new version of the workflow puts in another place', async () => {
    const desk = await openDesk(frontline(['{ after: 5m, to: escalate }']))
    const ticketId = await desk.addTicket()
    await isSeen(desk)
    pass(5 * minute)
    await left(desk, 1)
    const text = 'select document from workflow_versions where workspace_id = $1'
    const [current] = await world.query<{ document: string }>(text, [desk.context.workspace.id])
    const step = '- { after: 5m, to: escalate }'
    const around = `- { above: 90, to: backend }\n        ${step}\n        - { after: 20m, to: backend }`
    const document = change(step, around)(current?.document ?? '')
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    pass(15 * minute)
    expect(await left(desk, 2)).toMatchObject([{ data: { to: 'escalate' } }, { data: { on: 'wait', to: 'backend' } }])
    expect(await standing(world, ticketId)).toMatchObject({ queue: 'backend' })
  })

  it('leaves a decision that says who was there, and the event names it', async () => {
    const desk = await openDesk(frontline(['{ after: 5m, to: backend }']))
    await desk.addAgent({ queues: ['payments'] })
    const ticketId = await desk.addTicket()
    await isSeen(desk)
    pass(5 * minute)
    const [event] = await left(desk, 1)
    const { id: taskId } = await desk.taskOf(ticketId)
    const decisions = await listDecisions(desk.context, { taskId, before: null, limit: 10 })
    const decided = decisions?.find((one) => one.record.outcome === 'overflowed')
    expect(decided).toMatchObject({
      agentId: null,
      record: { queueId: 'frontline', step: 'frontline/after-300s/backend', rejects: { not_member: 1 } },
    })
    expect(event?.data['decisionId']).toBe(encodeId('decision', decided?.id ?? ''))
  })
})

describe('a wait that is estimated to be too long', () => {
  /** One agent who takes five minutes for each of three tasks, and has a fourth in hand. */
  const busyDesk = async (step: string) => {
    const desk = await openDesk(frontline([step]))
    await desk.addAgent({ capacityUnits: 10 })
    for (let served = 0; ; served++) {
      await desk.addTicket()
      const offer = await onePending(desk)
      await acceptOffer(desk.context, { offerId: offer.id })
      if (served === 3) return desk
      pass(5 * minute)
      await completeTask(desk.context, { taskId: offer.taskId })
    }
  }

  it('is left on entry, with what the estimate was made of', async () => {
    const desk = await busyDesk('{ estimate: 2m, to: backend }')
    const ticketId = await desk.addTicket()
    const [event] = await left(desk, 1)
    const estimate = { position: 1, basis: 'staffing', confidence: 'low' }
    expect(event).toMatchObject({ type: 'task.overflowed', data: { on: 'estimate', to: 'backend', estimate } })
    expect((event?.data['estimate'] as { p50Seconds: number } | undefined)?.p50Seconds).toBeGreaterThan(120)
    expect(await standing(world, ticketId)).toMatchObject({ queue: 'backend' })
  })

  it('is left when it turns out so later', async () => {
    const desk = await busyDesk('{ estimate: 8m, to: backend }')
    const ticketId = await desk.addTicket()
    const probe = await desk.addTicket({ category: 'infrastructure' })
    const other = await desk.addAgent({ queues: ['infrastructure'] })
    // Both are taken in together, so the wait was estimated: about five minutes.
    expect(await onePending(desk)).toMatchObject({ ticketId: probe, agentId: other })
    expect(await leavings(world, desk)).toEqual([])
    // The work in hand goes on and on.
    pass(40 * minute)
    await left(desk, 1)
    expect(await standing(world, ticketId)).toMatchObject({ queue: 'backend' })
  })

  it('is borne while nobody where it leads could take it', async () => {
    const desk = await busyDesk('{ estimate: 2m, to: backend, skipIf: nobodyCanTake }')
    const ticketId = await desk.addTicket()
    const probe = await desk.addTicket({ category: 'infrastructure' })
    const other = await desk.addAgent({ queues: ['infrastructure'] })
    // Both are taken in together, so the step was looked at.
    expect(await onePending(desk)).toMatchObject({ ticketId: probe, agentId: other })
    expect(await leavings(world, desk)).toEqual([])
    const agentId = await desk.addAgent({ queues: ['backend'] })
    await left(desk, 1)
    await vi.waitFor(async () => {
      expect(await desk.offers('pending')).toContainEqual(expect.objectContaining({ ticketId, agentId }))
    }, soon)
  })

  it('is borne while nothing is known', async () => {
    const desk = await openDesk(frontline(['{ estimate: 1s, to: backend }']))
    const ticketId = await desk.addTicket()
    await isSeen(desk)
    expect(await leavings(world, desk)).toEqual([])
    expect(await standing(world, ticketId)).toMatchObject({ queue: 'frontline' })
  })
})
