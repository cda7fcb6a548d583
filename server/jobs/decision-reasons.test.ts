import { afterAll, describe, expect, it, vi } from 'vitest'
import type { DecisionRecord } from '../core/routing/index.ts'
import { explainWhyNot } from '../modules/routing/index.ts'
import { change, frontline } from './testing/overflowing.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const isSeen = (desk: Desk, type: string) =>
  vi.waitFor(async () => expect(await desk.eventTypes()).toContain(type), soon)
/** The last record of a desk, with the decision's id. */
const recorded = async ({ context }: Desk) => {
  const [row] = await world.query<{ id: string; record: DecisionRecord }>(
    'select id, record from decisions where workspace_id = $1 order by created_at desc, id desc limit 1',
    [context.workspace.id],
  )
  if (row === undefined) throw new Error('Nothing was decided.')
  return row
}

describe('a stored decision', () => {
  it('counts channel, ring and languages under the reasons that why-not of the same decision gives', async () => {
    const desk = await openDesk(
      change(
        'label: Frontline\n',
        `label: Frontline
      relax:
        - { at: 1m, language: [es, pt] }
        - { at: 30m, widen: '"backend" in agent.queues' }\n`,
      ),
    )
    const languages = ['pt']
    const against = {
      no_permission: await desk.addAgent({ channels: ['voice'], languages }),
      not_member: await desk.addAgent({ queues: ['backend'], languages }),
      language_missing: await desk.addAgent({ languages: ['de'] }),
    }
    await desk.addAgent({ queues: ['security'], languages })
    const chosen = await desk.addAgent({ languages })
    await desk.addTicket()
    await isSeen(desk, 'task.queued')
    world.advance(60_000)
    router.wake()
    const [offer] = await pending(desk, 1)
    expect(offer?.agentId).toBe(chosen)
    const { id, record } = await recorded(desk)
    expect(record.rejects).toEqual({ not_member: 2, no_permission: 1, language_missing: 1 })
    expect(record.reasons[0]).toEqual({ code: 'requirements_met', text: 'Member of the queue, no skill needed' })
    const taskId = offer?.taskId ?? ''
    for (const [code, agentId] of Object.entries(against)) {
      const then = await explainWhyNot(desk.context, { taskId, agentId, decisionId: id })
      const now = await explainWhyNot(desk.context, { taskId, agentId })
      expect([then?.reasons[0]?.code, now?.reasons[0]?.code]).toEqual([code, code])
    }
  })

  it('says the same of a task that nobody can take, and of one that leaves its queue', async () => {
    const desk = await openDesk(frontline(['{ when: nobodyEligible, to: escalate }']))
    await desk.addAgent({ channels: ['voice'] })
    await desk.addTicket()
    await isSeen(desk, 'task.overflowed')
    await isSeen(desk, 'task.unroutable')
    const rows = await world.query<{ record: DecisionRecord & { outcome: string } }>(
      'select record from decisions where workspace_id = $1',
      [desk.context.workspace.id],
    )
    const said = rows.map(({ record: { outcome, rejects } }) => [outcome, rejects])
    expect(Object.fromEntries(said)).toEqual({ unroutable: { no_permission: 1 }, overflowed: { no_permission: 1 } })
  })

  it('ranks the best match by the skills of the task alone', async () => {
    const desk = await openDesk()
    await desk.addAgent({ queues: ['payments'], skills: { payments: 3 } })
    await desk.addTicket({ category: 'payment_processing' })
    await pending(desk, 1)
    const { record } = await recorded(desk)
    expect(record.best[0]?.values.value).toBeCloseTo(1 / 3)
    expect(record.reasons[0]?.text).toBe('payments 3, needs 2 · speaks English')
  })
})
