import { afterAll, describe, expect, it, vi } from 'vitest'
import { isRolledOut } from '../core/workflow/index.ts'
import { acceptOffer, completeTask } from '../modules/handling/index.ts'
import { getRollout, publishWorkflow, returnIfWorse } from '../modules/publishing/index.ts'
import { declineOffer, explainWhyNot, getDecision } from '../modules/routing/index.ts'
import { currentWorkflow, getWorkflow } from '../modules/workflow/index.ts'
import { change } from './testing/overflowing.ts'
import { type Desk, openRouterWorld, type SeenOffer } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const watched = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const share = 50
const isNew = ({ taskId }: Pick<SeenOffer, 'taskId'>) => isRolledOut(taskId, share)

const label = '      label: Frontline\n'
/** Work of the frontline is for who is called Nova, no more for who lists it. */
const forNova = change(label, `${label}      members: agent.name == "Nova"\n`)

/** A desk that rolls a change of the example workflow out. */
async function openDesk(changed: (text: string) => string, tripwires = ''): Promise<Desk> {
  const desk = await watched()
  const before = (await getWorkflow(desk.context))?.document ?? ''
  const rollout = `routing:\n  rollout: { from: 1, share: ${share}${tripwires} }\n`
  const document = changed(change('routing:\n', rollout)(before))
  await publishWorkflow(desk.context, { document, expectedVersion: 1 })
  return desk
}

const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}

/** One ticket after the other is offered, and answered as it is said. */
async function answerEach(
  desk: Desk,
  count: number,
  answer: (offer: SeenOffer) => 'accept' | 'decline',
): Promise<void> {
  for (let ticket = 0; ticket < count; ticket++) {
    await desk.addTicket()
    const offer = await onePending(desk)
    if (answer(offer) === 'decline') await declineOffer(desk.context, { offerId: offer.id, reason: null, code: null })
    else {
      await acceptOffer(desk.context, { offerId: offer.id })
      await completeTask(desk.context, { taskId: offer.taskId })
    }
  }
}

const tripwireOf = (measure: string) => `, returnWhen: [{ measure: ${measure}, worseBy: 20, atLeast: 5 }]`
const published = (desk: Desk) =>
  world.query<{ type: string; data: object }>(
    `select type, data from events where workspace_id = $1 and type like 'workflow.%' order by seq`,
    [desk.context.workspace.id],
  )

describe('a roll-out', () => {
  it('lets each task be offered by its own terms, and its decision says by which', async () => {
    const desk = await openDesk(forNova)
    const nova = await desk.addAgent({ name: 'Nova', queues: [], capacityUnits: 1_000 })
    const listed = await desk.addAgent({ name: 'Ana', capacityUnits: 1_000 })
    const seen = new Set<boolean>()
    for (let ticket = 0; ticket < 12 || seen.size < 2; ticket++) {
      await desk.addTicket()
      const offer = await onePending(desk)
      seen.add(isNew(offer))
      expect(offer).toMatchObject({ agentId: isNew(offer) ? nova : listed, queue: 'frontline' })
      const decision = await getDecision(desk.context, { decisionId: offer.decisionId ?? '' })
      expect(decision).toMatchObject({ workflowVersion: 2, record: { queueId: 'frontline' } })
      expect(decision?.record.termsVersion).toBe(isNew(offer) ? undefined : 1)
      const ask = { taskId: offer.taskId, agentId: isNew(offer) ? listed : nova }
      const outside = { eligible: false, reasons: [{ code: 'not_member', text: 'Not a member of frontline' }] }
      expect(await explainWhyNot(desk.context, ask)).toMatchObject(outside)
      await acceptOffer(desk.context, { offerId: offer.id })
      expect(await explainWhyNot(desk.context, { ...ask, decisionId: offer.decisionId ?? '' })).toMatchObject(outside)
    }
  })

  it('ranks and times by the terms of each task', async () => {
    const terms = '      rankBy: double(agent.skills["payments"])\n      offerTimeout: 20s\n'
    const desk = await openDesk((text) =>
      change(label, `${label}${terms}`)(change('      offerTimeout: 45s\n', '')(text)),
    )
    const first = await desk.addAgent({ name: 'Ana', skills: { payments: 1 }, capacityUnits: 1_000 })
    world.advance(60_000)
    const skilled = await desk.addAgent({ name: 'Eva', skills: { payments: 3 }, capacityUnits: 1_000 })
    const seen = new Set<boolean>()
    while (seen.size < 2) {
      await desk.addTicket()
      const offer = await onePending(desk)
      const [row] = await world.query<{ lasts: number }>(
        'select extract(epoch from expires_at - created_at)::integer as lasts from offers where id = $1',
        [offer.id],
      )
      if (isNew(offer)) expect([offer.agentId, row?.lasts]).toEqual([skilled, 20])
      // The one who has been idle longest, as long as she took nothing.
      else if (!seen.has(false)) expect([offer.agentId, row?.lasts]).toEqual([first, 45])
      seen.add(isNew(offer))
      await acceptOffer(desk.context, { offerId: offer.id })
      world.advance(1_000)
    }
  })

  it('lets a task overflow by the steps of its own terms', async () => {
    const late = '        - { after: 30m, to: technical-support, skipIf: nobodyCanTake }\n'
    const desk = await openDesk(change(late, '        - { after: 10m, to: backend }\n'))
    const tickets = await Promise.all(Array.from({ length: 12 }, () => desk.addTicket()))
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    world.advance(11 * 60_000)
    router.wake()
    const waiting = () =>
      world.query<{ taskId: string; queue: string }>(
        'select id as "taskId", queue from tasks where workspace_id = $1 and ended_at is null',
        [desk.context.workspace.id],
      )
    await vi.waitFor(async () => {
      for (const task of await waiting()) expect(task.queue).toBe(isNew(task) ? 'backend' : 'frontline')
    }, soon)
    expect(await waiting()).toHaveLength(tickets.length)
  })

  it('counts all tasks of a queue for a limit of its length that only one side has', async () => {
    const late = '        - { after: 30m, to: technical-support, skipIf: nobodyCanTake }\n'
    const desk = await openDesk(change(late, '        - { above: 2, to: backend }\n'))
    let waiting = 0
    let sentOn = 0
    while (waiting < 4 || sentOn < 2) {
      const { id } = await desk.taskOf(await desk.addTicket())
      const isTooLong = isNew({ taskId: id }) && waiting + 1 > 2
      if (isTooLong) sentOn += 1
      else waiting += 1
      const [task] = await world.query('select queue from tasks where id = $1', [id])
      expect(task).toEqual({ queue: isTooLong ? 'backend' : 'frontline' })
    }
  })
})

describe('a tripwire', () => {
  it('brings the version before back once, however many judge at once, and says by what', async () => {
    const desk = await openDesk(forNova, tripwireOf('offersNotAccepted'))
    await desk.addAgent({ name: 'Nova', queues: [], capacityUnits: 1_000 })
    await desk.addAgent({ name: 'Ana', capacityUnits: 1_000 })
    const first = await world.query<{ document: string }>(
      'select document from workflow_versions where workspace_id = $1 and version = 1',
      [desk.context.workspace.id],
    )
    expect(await returnIfWorse(desk.context)).toBe(false)
    await answerEach(desk, 30, (offer) => (isNew(offer) ? 'decline' : 'accept'))
    expect((await getRollout(desk.context))?.verdicts).toMatchObject([{ state: 'worse' }])
    const judged = await Promise.all([returnIfWorse(desk.context), returnIfWorse(desk.context)])
    expect(judged.toSorted()).toEqual([false, true])
    expect(await returnIfWorse(desk.context)).toBe(false)
    expect(await getWorkflow(desk.context)).toMatchObject({
      version: 3,
      document: first[0]?.document,
      publishedBy: { kind: 'system' },
    })
    expect((await currentWorkflow(desk.context)).rollout).toBeNull()
    const events = await published(desk)
    expect(events.map(({ type, data }) => ({ type, data })).slice(2)).toMatchObject([
      { type: 'workflow.published', data: { version: 3 } },
      {
        type: 'workflow.rolled_back',
        data: {
          version: 3,
          from: 2,
          to: 1,
          measure: 'offersNotAccepted',
          rolledOut: { value: 1 },
          others: { value: 0 },
        },
      },
    ])
    expect(await getRollout(desk.context)).toBeNull()
  })

  it('leaves everything as it is while the tasks rolled out fare no worse', async () => {
    const desk = await openDesk(forNova, tripwireOf('offersNotAccepted'))
    await desk.addAgent({ name: 'Nova', queues: [], capacityUnits: 1_000 })
    await desk.addAgent({ name: 'Ana', capacityUnits: 1_000 })
    await answerEach(desk, 30, () => 'accept')
    expect(await returnIfWorse(desk.context)).toBe(false)
    const rollout = await getRollout(desk.context)
    expect(rollout).toMatchObject({ version: 2, from: 1, share, verdicts: [{ state: 'holds' }] })
    const { rolledOut, others } = rollout?.sides ?? {}
    expect((rolledOut?.offersNotAccepted.counted ?? 0) + (others?.offersNotAccepted.counted ?? 0)).toBe(30)
    expect((rolledOut?.waitP90.counted ?? 0) + (others?.waitP90.counted ?? 0)).toBe(30)
    expect(rolledOut?.tasksAbandoned).toEqual({ value: 0, counted: rolledOut?.waitP90.counted })
    expect((await published(desk)).map(({ type }) => type)).toEqual(['workflow.published', 'workflow.published'])
  })

  it('counts on each side the tasks whose ids say so, as the router does', async () => {
    const desk = await openDesk(forNova)
    await Promise.all(Array.from({ length: 60 }, () => desk.addTicket()))
    const tasks = await world.query<{ taskId: string }>('select id as "taskId" from tasks where workspace_id = $1', [
      desk.context.workspace.id,
    ])
    await world.query(`update tasks set state = 'abandoned', ended_at = now() where workspace_id = $1`, [
      desk.context.workspace.id,
    ])
    await world.query(
      `update sla_clocks set breached_at = now(), state = 'breached' where workspace_id = $1 and metric = 'firstResponse'`,
      [desk.context.workspace.id],
    )
    const { rolledOut, others } = (await getRollout(desk.context))?.sides ?? {}
    const fresh = tasks.filter(isNew).length
    expect(rolledOut?.firstResponsesLate).toEqual({ value: 1, counted: fresh })
    expect(others?.firstResponsesLate).toEqual({ value: 1, counted: tasks.length - fresh })
    expect(rolledOut?.tasksAbandoned).toEqual({ value: 1, counted: fresh })
    expect(others?.tasksAbandoned).toEqual({ value: 1, counted: tasks.length - fresh })
  })
})
