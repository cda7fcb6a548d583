import { afterAll, describe, expect, it } from 'vitest'
import { type AgentUpdate, updateAgent } from '../modules/agents/index.ts'
import { acceptOffer, completeTask } from '../modules/handling/index.ts'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { declineOffer, explainWhyNot } from '../modules/routing/index.ts'
import { change } from './testing/overflowing.ts'
import { type Desk, openRouterWorld, type SeenOffer } from './testing/router-world.ts'
import { pending, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const pass = (ms: number) => {
  world.advance(ms)
  router.wake()
}
const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}
/** Why the agent was not the one when this offer was decided on. */
const whyNotThen = (desk: Desk, { taskId, decisionId }: SeenOffer, agentId: string) =>
  explainWhyNot(desk.context, { taskId, agentId, decisionId: decisionId ?? '' })
const take = (desk: Desk, { id: offerId }: SeenOffer) => acceptOffer(desk.context, { offerId })

describe('why not, at a decision', () => {
  it('is answered by presence and work of then, whatever has become of them and of the task', async () => {
    const desk = await openDesk()
    const full = await desk.addAgent({ capacityUnits: 10 })
    await desk.addTicket()
    const held = await onePending(desk)
    await take(desk, held)
    pass(1_000)
    const away = await desk.addAgent()
    await desk.setPresence(away, 'away')
    const free = [await desk.addAgent(), await desk.addAgent()]
    pass(1_000)
    await desk.addTicket()
    const offer = await onePending(desk)
    const other = free.find((agentId) => agentId !== offer.agentId) ?? ''
    await take(desk, offer)
    await completeTask(desk.context, { taskId: offer.taskId })
    await completeTask(desk.context, { taskId: held.taskId })
    await desk.setPresence(away, 'available')
    const late = await desk.addAgent()

    expect(await whyNotThen(desk, offer, full)).toMatchObject({
      eligible: false,
      reasons: [{ code: 'no_capacity', text: '10 of 10 units used, a ticket needs 10' }],
    })
    const gone = { eligible: false, isAgentChangedSince: false }
    expect(await whyNotThen(desk, offer, away)).toMatchObject({ ...gone, reasons: [{ text: 'Is away' }] })
    expect(await whyNotThen(desk, offer, late)).toMatchObject({ ...gone, reasons: [{ text: 'Is offline' }] })
    const outranked = { eligible: true, reasons: [{ code: 'outranked', text: 'Ana ranked before' }] }
    expect(await whyNotThen(desk, offer, other)).toMatchObject(outranked)
    expect(await whyNotThen(desk, offer, offer.agentId)).toMatchObject({ eligible: true, reasons: [] })
    const asked = { agentId: full, decisionId: held.decisionId ?? '' }
    expect(await explainWhyNot(desk.context, { ...asked, taskId: offer.taskId })).toBeNull()
    await expect(explainWhyNot(desk.context, { agentId: full, taskId: offer.taskId })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('knows who had turned the task down, and who had another offer to answer', async () => {
    const desk = await openDesk()
    const agents = [await desk.addAgent(), await desk.addAgent()]
    await desk.addTicket()
    const first = await onePending(desk)
    const other = agents.find((agentId) => agentId !== first.agentId) ?? ''
    pass(1_000)
    await desk.addTicket()
    const second = (await pending(desk, 2)).find(({ taskId }) => taskId !== first.taskId)
    if (second === undefined) throw new Error('Only one task is offered.')
    pass(1_000)
    await take(desk, second)
    pass(1_000)
    await declineOffer(desk.context, { offerId: first.id, reason: null, code: null })
    const third = await onePending(desk)
    expect(third).toMatchObject({ agentId: other, taskId: first.taskId })
    await take(desk, third)
    pass(30 * 60_000)
    expect(await whyNotThen(desk, second, first.agentId)).toMatchObject({ reasons: [{ code: 'reserved_elsewhere' }] })
    expect(await whyNotThen(desk, third, first.agentId)).toMatchObject({ reasons: [{ code: 'excluded_declined' }] })
  })

  it('goes by the workflow and the agent as they were, and says that the agent has another name by now', async () => {
    const desk = await openDesk()
    const unskilled = await desk.addAgent({ queues: ['payments'] })
    await desk.addAgent({ queues: ['payments'], skills: { payments: 3 } })
    await desk.addTicket({ category: 'payment_processing' })
    const offer = await onePending(desk)
    const missing = [{ code: 'skill_missing', text: 'Has no payments, needs 2' }]
    expect(await whyNotThen(desk, offer, unskilled)).toMatchObject({ reasons: missing, isAgentChangedSince: false })
    const update = (changes: AgentUpdate['changes']) =>
      updateAgent(desk.context, { agentId: unskilled, changes, expectedVersion: null }, () => ({ ok: true }))
    await update({ skills: { payments: 1 }, capacityUnits: 50 })
    await update({ skills: { payments: 3 }, languages: ['en', 'pt'], queues: [] })
    const [current] = await world.query<{ document: string }>(
      'select document from workflow_versions where workspace_id = $1',
      [desk.context.workspace.id],
    )
    const members = `members: '"payments" in agent.queues && agent.name != "Ana"'`
    const others = change('label: Payments\n      team', `label: Payments\n      ${members}\n      team`)
    await publishWorkflow(desk.context, { document: others(current?.document ?? ''), expectedVersion: null })
    expect(await whyNotThen(desk, offer, unskilled)).toMatchObject({ reasons: missing, isAgentChangedSince: false })
    await update({ name: 'Ana Two' })
    expect(await whyNotThen(desk, offer, unskilled)).toMatchObject({ reasons: missing, isAgentChangedSince: true })
  })
})
