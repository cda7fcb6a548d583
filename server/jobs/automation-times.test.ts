import { afterAll, describe, expect, it } from 'vitest'
import { fireAutomationTimer } from '../modules/automations/index.ts'
import { assignTicket, transitionTicket, updateTicket } from '../modules/handling/index.ts'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { exampleDocument, liftMail, watchAutomations, withRules } from './testing/automation-desk.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
const { claimDue, fireDue, later, lookOn, runsOf, say } = watchAutomations(world)
afterAll(world.close)

const hour = 3_600_000

describe('an automation that waits', () => {
  const remind = `
  - id: remind
    label: Remind
    after: 48h
    in: [waiting]
    do: [{ send: still-there, tag: reminded }]
  - id: quiet
    label: Quiet
    after: 4h
    since: unchanged
    in: [open]
    do: [{ tag: quiet }]`

  async function waiting(desk: Desk): Promise<string> {
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket({ category: 'user_system' })
    await assignTicket(desk.context, { ticketId, agentId })
    await transitionTicket(desk.context, { ticketId, to: 'waiting_customer' })
    await lookOn(desk)
    return ticketId
  }

  it('acts when its time comes, once for one waiting, and again for the next', async () => {
    const desk = await openDesk(withRules(remind))
    const ticketId = await waiting(desk)
    expect(await fireDue(desk, 47 * hour)).toBe(0)
    await fireDue(desk, 49 * hour)
    await fireDue(desk, 99 * hour)
    expect((await runsOf(desk)).map(({ automation, outcome }) => [automation, outcome])).toEqual([['remind', 'done']])
    await say(desk, ticketId, 'Here I am.')
    await transitionTicket(desk.context, { ticketId, to: 'waiting_customer' })
    await lookOn(desk)
    await fireDue(desk, 49 * hour)
    expect((await runsOf(desk)).map(({ automation }) => automation)).toEqual(['remind', 'remind'])
  })

  it('does not when the state was left meanwhile', async () => {
    const desk = await openDesk(withRules(remind))
    const ticketId = await waiting(desk)
    await say(desk, ticketId, 'Here I am.')
    await fireDue(desk, 3 * hour)
    await lookOn(desk)
    await fireDue(desk, 49 * hour)
    expect((await runsOf(desk)).map(({ automation }) => automation)).toEqual(['quiet'])
  })

  it('starts anew with every change but its own', async () => {
    const desk = await openDesk(withRules(remind))
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket({ category: 'user_system' })
    await assignTicket(desk.context, { ticketId, agentId })
    await lookOn(desk)
    await fireDue(desk, 5 * hour)
    await lookOn(desk)
    await fireDue(desk, 20 * hour)
    expect(await runsOf(desk)).toHaveLength(1)
    await updateTicket(desk.context, { ticketId, update: { tags: ['new'] }, expectedVersion: null })
    await lookOn(desk)
    await fireDue(desk, 5 * hour)
    expect(await runsOf(desk)).toHaveLength(2)
  })

  it('looks at every open ticket when its rules are published', async () => {
    const desk = await openDesk(withRules(liftMail))
    await waiting(desk)
    const [current] = await world.query<{ document: string }>(
      'select document from workflow_versions where workspace_id = $1 order by version desc limit 1',
      [desk.context.workspace.id],
    )
    const document = (current?.document ?? '').replace(liftMail, remind)
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    await lookOn(desk)
    await fireDue(desk, hour)
    await fireDue(desk, 49 * hour)
    expect((await runsOf(desk)).map(({ automation }) => automation)).toEqual(['lift', 'remind'])
  })

  it('wakes for no ticket that its rules have nothing to do about when they are published', async () => {
    const desk = await openDesk(withRules(remind))
    const ticketId = await waiting(desk)
    await desk.addTicket({ category: 'user_system' })
    await lookOn(desk)
    const { id: workspaceId } = desk.context.workspace
    await world.query('delete from timers where workspace_id = $1', [workspaceId])
    const onlyRemind = remind.slice(0, remind.indexOf('  - id: quiet'))
    await publishWorkflow(desk.context, { document: withRules(onlyRemind)(exampleDocument), expectedVersion: null })
    await lookOn(desk)
    const armed = await world.query<{ id: string }>(
      `select subject_id as id from timers where workspace_id = $1 and kind = 'automation'`,
      [workspaceId],
    )
    expect(armed).toEqual([{ id: ticketId }])
  })

  it('acts once when two workers hold the same timer', async () => {
    const desk = await openDesk(withRules(remind))
    await waiting(desk)
    const context = later(desk, 49 * hour)
    const [timer] = await claimDue(desk, 49 * hour)
    const fired = await Promise.all([fireAutomationTimer(context, timer!), fireAutomationTimer(context, timer!)])
    expect(fired.toSorted()).toEqual([false, true])
    expect(await runsOf(desk)).toHaveLength(1)
  })
})
