import { afterAll, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../platform/errors.ts'
import { soon } from '../../platform/testing/soon.ts'
import { authenticateToken, createToken } from '../access/index.ts'
import { grantOf } from '../access/testing/test-installation-store.ts'
import { getAgent } from '../agents/index.ts'
import { createWebhook, getWebhook } from '../deliveries/index.ts'
import { acceptOffer, transitionTicket, updateTicket } from '../handling/index.ts'
import { explainWhyNot } from '../routing/index.ts'
import { listQueues } from '../waits/index.ts'
import { explainSla, getTicket } from '../tickets/index.ts'
import { newNameOf, renamedWorkflow, smallWorkflow, type Word, words } from './testing/renamed-workflow.ts'
import { helper, openSmallDesks, publish } from './testing/small-desks.ts'

const world = await openSmallDesks()
const { openSmallDesk } = world
afterAll(world.close)

const everyWord = Object.keys(words) as Word[]

describe('a publication that renames', () => {
  it('takes everything along that is under way', async () => {
    const desk = await openSmallDesk()
    const ticketId = await desk.addTicket()
    const agentId = await desk.addAgent(helper)
    await desk.setPresence(agentId, 'away')
    const { secret } = await createToken(
      desk.context,
      grantOf({ role: 'engineer', queues: ['desk'], channels: ['mail'] }),
    )
    await authenticateToken(world.installation, secret)
    const { webhook } = await createWebhook(desk.context, {
      url: 'https://crm.example.com/hooks',
      description: null,
      eventTypes: ['ticket.*'],
      channels: ['mail'],
      queues: ['desk'],
      order: 'held',
      ratePerSecond: null,
    })
    // As overflow leaves it behind; the small workflow has none.
    await world.query(
      `update tasks set overflowed = '{desk/after-60s/escalate,other/nobody/desk}' where ticket_id = $1`,
      [ticketId],
    )
    const before = await getTicket(desk.context, { ticketId })
    const clocksBefore = await explainSla(desk.context, { ticketId, asOf: null })

    expect((await publish(desk, renamedWorkflow(everyWord, { says: true }))).version).toBe(2)

    const after = await getTicket(desk.context, { ticketId })
    expect(after).toMatchObject({
      version: (before?.version ?? 0) + 1,
      queue: 'desk2',
      type: 'wish2',
      category: 'topic2',
      serviceLine: 'line2',
      channel: 'mail2',
      language: 'pt-BR',
      affected: ['engine2'],
      lifecycle: 'simple2',
      slaPolicy: 'promise2',
      status: 'classified',
    })
    const [task] = await world.query(
      `select queue, channel, requirements, overflowed, version from tasks where ticket_id = $1`,
      [ticketId],
    )
    expect(task).toMatchObject({
      queue: 'desk2',
      channel: 'mail2',
      version: 2,
      requirements: { skills: { craft2: 2 }, languages: ['pt-BR'] },
      overflowed: ['desk2/after-60s/escalate', 'other/nobody/desk2'],
    })
    expect(await getAgent(desk.context, { agentId })).toMatchObject({
      queues: ['desk2'],
      channels: ['mail2'],
      languages: ['pt-BR'],
      skills: { craft2: 3 },
      team: 'crew2',
    })
    const { principal } = await authenticateToken(world.installation, secret)
    expect(principal.scope).toEqual({ channels: new Set(['mail2']), queues: new Set(['desk2']) })
    const limits = { channels: ['mail2'], queues: ['desk2'] }
    expect(await getWebhook(desk.context, { webhookId: webhook.id })).toMatchObject(limits)
    expect(after?.clocks).toEqual(before?.clocks)
    const clocksAfter = await explainSla(desk.context, { ticketId, asOf: null })
    expect(clocksAfter?.map(({ stored }) => stored.clock.dueAt)).toEqual(
      clocksBefore?.map(({ stored }) => stored.clock.dueAt),
    )
    expect(JSON.stringify(clocksAfter)).toMatch(/"promise2"/)
    expect(JSON.stringify(clocksAfter)).not.toMatch(/"promise"|"office"/)
    const owned = clocksAfter?.filter(({ stored }) => stored.clock.metric === 'ownership')
    expect(owned?.map(({ stored }) => [stored.clock.queue, stored.clock.state])).toEqual([['desk2', 'running']])
    const kept = `select distinct queue from sla_clocks where ticket_id = $1 and metric = 'ownership'`
    expect(await world.query(kept, [ticketId])).toEqual([{ queue: 'desk2' }])
    expect(await listQueues(desk.context)).toContainEqual(expect.objectContaining({ slug: 'desk2', waiting: 1 }))
    expect(await desk.brokenInvariants()).toEqual([])

    const told = await world.query<{ type: string; data: object; cause: object }>(
      `select type, data, cause from events where workspace_id = $1 and type in ('ticket.updated', 'agent.updated') order by seq`,
      [desk.context.workspace.id],
    )
    expect(told).toMatchObject([
      {
        type: 'agent.updated',
        data: {
          changed: ['queues', 'channels', 'languages', 'skills', 'team'],
          previous: { queues: ['desk'], skills: { craft: expect.any(Number) } },
          version: 2,
        },
      },
      {
        type: 'ticket.updated',
        data: { changed: expect.arrayContaining(['queue', 'type']) },
        cause: { workflowVersion: 2 },
      },
    ])
  })

  it('keeps the stages of tickets that are worked on or wait', async () => {
    const desk = await openSmallDesk()
    const [worked, waiting] = [await desk.addTicket(), await desk.addTicket()]
    await world.query(`update tickets set status = 'working', status_category = 'open' where id = $1`, [worked])
    await world.query(
      `update tickets set status = 'paused', status_category = 'waiting', returns_to = 'working' where id = $1`,
      [waiting],
    )
    await publish(desk, renamedWorkflow(['statuses'], { says: true }))
    expect(await getTicket(desk.context, { ticketId: worked })).toMatchObject({ status: 'working2' })
    expect(await getTicket(desk.context, { ticketId: waiting })).toMatchObject({
      status: 'paused',
      returnsTo: 'working2',
    })
    const closed = await transitionTicket(desk.context, { ticketId: worked, to: 'closed' })
    expect(closed?.status).toBe('closed')
    const resumed = await transitionTicket(desk.context, { ticketId: waiting, to: 'working2' })
    expect(resumed?.status).toBe('working2')
  })

  it('is followed by the router: what waits is offered, and an offer that stands can be accepted', async () => {
    const desk = await openSmallDesk()
    const router = world.startRouter({ workspaceIds: [desk.context.workspace.id] })
    const offered = await desk.addTicket()
    const first = await desk.addAgent(helper)
    const offerOf = (agentId: string) =>
      vi.waitFor(async () => {
        const found = (await desk.offers('pending')).find((offer) => offer.agentId === agentId)
        if (found === undefined) throw new Error('Nothing is offered yet.')
        return found
      }, soon)
    const standing = await offerOf(first)
    const waiting = await desk.addTicket()

    await publish(desk, renamedWorkflow(everyWord, { says: true }))

    expect((await acceptOffer(desk.context, { offerId: standing.id })).queue).toBe('desk2')
    expect(await getTicket(desk.context, { ticketId: offered })).toMatchObject({ status: newNameOf('statuses') })
    const second = await desk.addAgent({
      queues: ['desk2'],
      skills: { craft2: 3 },
      languages: ['pt-BR'],
      channels: ['mail2'],
    })
    const task = await desk.taskOf(waiting)
    expect(await explainWhyNot(desk.context, { taskId: task.id, agentId: second })).not.toBeNull()
    const next = await vi.waitFor(async () => {
      const found = (await desk.offers('pending')).find((offer) => offer.ticketId === waiting)
      if (found === undefined) throw new Error('Nothing is offered yet.')
      return found
    }, soon)
    expect(next.queue).toBe('desk2')
    await router.stop(1_000)
    expect(await desk.brokenInvariants()).toEqual([])
  })

  it('makes one of two keys, and keeps the higher level of two skills', async () => {
    const desk = await openSmallDesk()
    const agentId = await desk.addAgent({ ...helper, queues: ['spare', 'desk'], skills: { craft: 3, other: 5 } })
    await publish(
      desk,
      `${renamedWorkflow(['queues'], { says: false }).replaceAll('desk2', 'spare').replace('    spare: { label: D }\n', '')}renames: { queues: { desk: spare } }\n`,
    )
    expect((await getAgent(desk.context, { agentId }))?.queues).toEqual(['spare'])
  })
})

describe('what happens beside a publication', () => {
  it('never leaves a ticket in a queue that is gone', async () => {
    const desk = await openSmallDesk()
    const ticketIds = await Promise.all(Array.from({ length: 12 }, () => desk.addTicket()))
    const noSpare = smallWorkflow.replace('    spare: { label: S }\n', '')
    const races = await Promise.allSettled([
      ...ticketIds
        .slice(0, 6)
        .map((ticketId) => updateTicket(desk.context, { ticketId, update: { queue: 'spare' }, expectedVersion: null })),
      publish(desk, noSpare),
      ...ticketIds
        .slice(6)
        .map((ticketId) => updateTicket(desk.context, { ticketId, update: { queue: 'spare' }, expectedVersion: null })),
    ])
    for (const race of races)
      if (race.status === 'rejected') expect(['workflow_key_in_use', 'invalid']).toContain(race.reason.code)
    expect(await desk.brokenInvariants()).toEqual([])
  })

  it('takes along the tickets that come in while it renames', async () => {
    const desk = await openSmallDesk()
    const coming = Array.from({ length: 40 }, () => desk.addTicket().catch((error: AppError) => error.code))
    const [published] = await Promise.all([publish(desk, renamedWorkflow(['queues'], { says: true })), ...coming])
    expect(published.version).toBe(2)
    const queues = await world.query(`select distinct queue from tickets where workspace_id = $1`, [
      desk.context.workspace.id,
    ])
    expect(queues).toEqual([{ queue: 'desk2' }])
    expect(await desk.brokenInvariants()).toEqual([])
  })
})
