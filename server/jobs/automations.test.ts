import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { fireAutomationTimer, followEvents } from '../modules/automations/index.ts'
import { addMessage, assignTicket, transitionTicket, updateTicket } from '../modules/handling/index.ts'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { explainSla, getTicket, readTimeline } from '../modules/tickets/index.ts'
import { claimTimers } from '../modules/timers/index.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { systemPrincipal } from '../platform/principal.ts'
import { createAutomationWorker } from './automation-worker.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'
import type { Worker } from './worker.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
const workers: Worker[] = []
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(1_000)))
})
afterAll(world.close)

function startWorker(): void {
  const { installation, feed } = world
  const worker = createAutomationWorker({ installation, feed, log: createLog({ level: 'silent' }), pollMs: 50 })
  workers.push(worker)
  worker.start()
}

/** The example with these rules instead of its own, and nothing sent by itself. */
function withRules(rules: string) {
  return (text: string) =>
    text
      .replace(/^automations:[\s\S]*?^macros:/m, `automations:\n${rules}\n\nmacros:`)
      .replace('{ label: E-mail, automation: { firstResponse: send } }', '{ label: E-mail }')
      .replace(/^ {2}- name: gold customers[\s\S]*/m, '')
}

interface SeenRun {
  readonly automation: string
  readonly outcome: string
  readonly code: string
  readonly reason: string
  readonly did: string[]
}

const runsOf = (desk: Desk) =>
  world.query<SeenRun>(
    `select automation, outcome, code, reason, did from automation_runs where workspace_id = $1 order by id`,
    [desk.context.workspace.id],
  )

/** Acts on everything that has happened, as a worker does, and on what that makes happen. */
async function lookOn(desk: Desk): Promise<void> {
  for (let rounds = 0, seen = -1; rounds < 30; rounds++) {
    const [last] = await world.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from events')
    const upTo = last?.seq ?? 0
    if (upTo === seen) return
    seen = upTo
    await vi.waitFor(() => expect(world.feed.mark()).toBeGreaterThanOrEqual(upTo), soon)
    while (!(await followEvents(desk.context, { upTo })));
  }
  throw new Error('It never ends.')
}

/** The same workspace so much later. */
function later(desk: Desk, ms: number): Context {
  const workspace = { ...desk.context.workspace, clockOffsetMs: ms }
  return world.installation.openContext({ workspace, principal: systemPrincipal, requestId: newId() })
}

/** Fires what is due by then, as a worker does; gives how many timers there were. */
async function fireDue(desk: Desk, ms: number): Promise<number> {
  const context = later(desk, ms)
  const claim = { kinds: ['automation'] as const, limit: 100, leaseMs: 0, aheadMs: ms }
  const claimed = await context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
  for (const timer of claimed) await fireAutomationTimer(context, timer)
  return claimed.length
}

const hour = 3_600_000
const see = (desk: Desk, ticketId: string) => getTicket(desk.context, { ticketId })
const say = (desk: Desk, ticketId: string, body: string) =>
  addMessage(desk.context, {
    ticketId,
    body,
    visibility: 'public',
    clientId: null,
    asCustomer: true,
    lastSeenSeq: null,
  })

const escalate = `
  - id: lift
    label: Lift
    on: [ticket.created]
    when: ticket.channel == "email"
    do: [{ setPriority: high, tag: lifted }]`

describe('an automation', () => {
  it('acts once on an event, however many workers look, also on what they missed, and says why', async () => {
    const desk = await openDesk(withRules(escalate))
    const missed = await desk.addTicket()
    startWorker()
    startWorker()
    const ticketId = await desk.addTicket()
    await desk.addTicket({ channel: 'api' })
    await vi.waitFor(async () => expect(await runsOf(desk)).toHaveLength(2), soon)
    await lookOn(desk)
    const run = { automation: 'lift', outcome: 'done', code: 'matched', did: ['priority high', 'tag lifted'] }
    expect(await runsOf(desk)).toMatchObject([run, run])
    for (const id of [missed, ticketId]) expect(await see(desk, id)).toMatchObject({ priority: 'high', tags: ['lifted'] })
    const timeline = await readTimeline(desk.context, { ticketId, after: 0, limit: 100 })
    const caused = timeline?.filter(({ event }) => event.cause?.['automation'] === 'lift').map(({ event }) => event.type)
    expect(caused).toEqual(['ticket.updated', 'task.updated', 'automation.ran'])
  })

  it('sees what the rules before it did, and a rule that stops ends the questions', async () => {
    const desk = await openDesk(
      withRules(`${escalate}
  - id: second
    label: Second
    on: [ticket.created]
    when: '"lifted" in ticket.tags'
    do: [{ tag: second }]
    stop: true
  - id: third
    label: Third
    on: [ticket.created]
    do: [{ tag: third }]`),
    )
    const ticketId = await desk.addTicket()
    await lookOn(desk)
    expect((await see(desk, ticketId))?.tags).toEqual(['lifted', 'second'])
  })

  it('that cannot do what it wants leaves nothing behind, is tried once, and holds nobody up', async () => {
    const desk = await openDesk(
      withRules(`
  - id: broken
    label: Broken
    on: [ticket.created]
    do: [{ tag: half-done }, { transition: closed }]
  - id: unreadable
    label: Unreadable
    on: [ticket.created]
    when: ticket.fields.amount > 5.0
    do: [{ tag: never }]${escalate}`),
    )
    const ticketId = await desk.addTicket()
    await lookOn(desk)
    await say(desk, ticketId, 'Hello?')
    await lookOn(desk)
    expect((await see(desk, ticketId))?.tags).toEqual(['lifted'])
    const runs = await runsOf(desk)
    expect(runs.map(({ automation, outcome, code }) => [automation, outcome, code])).toEqual([
      ['broken', 'failed', 'guard_failed'],
      ['unreadable', 'failed', 'condition_error'],
      ['lift', 'done', 'matched'],
    ])
    expect(runs[0]?.reason).toContain('still asks for')
  })

  it('does not lead round in a circle', async () => {
    const desk = await openDesk(
      withRules(`
  - id: up
    label: Up
    on: [ticket.created, ticket.updated]
    when: ticket.priority == "normal"
    do: [{ setPriority: high }]
  - id: down
    label: Down
    on: [ticket.updated]
    when: ticket.priority == "high"
    do: [{ setPriority: normal }]`),
    )
    const ticketId = await desk.addTicket()
    await lookOn(desk)
    expect((await runsOf(desk)).map(({ automation }) => automation)).toEqual(['up', 'down'])
    expect((await see(desk, ticketId))?.priority).toBe('normal')
  })

  it('is stopped when something outside answers each of its changes', async () => {
    const desk = await openDesk(
      withRules(`
  - id: echo
    label: Echo
    on: [message.received]
    do: [{ note: Said again. }]`),
    )
    const ticketId = await desk.addTicket()
    for (let round = 0; round < 12; round++) await say(desk, ticketId, `Again ${round}`)
    await lookOn(desk)
    const outcomes = (await runsOf(desk)).map(({ outcome }) => outcome)
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(10)
    expect((await runsOf(desk)).at(-1)).toMatchObject({ outcome: 'stopped', code: 'too_many_runs_of_rule' })
  })

  it('acts by the verbs people use: status, agent, note, message, case, queue', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent({ queues: ['payments'] })
    const { encodeId } = await import('../platform/ids.ts')
    const document = withRules(`
  - id: all
    label: Everything
    on: [ticket.created]
    do:
      - { setCategory: payment_processing, setType: payment_issue, setQueue: payments, setFields: { currency: EUR } }
      - assign: ${encodeId('agent', agentId)}
      - note: "For {{customer.name | somebody}}, ticket {{ticket.number}}."
      - send: fixed
      - openCase: { reason: payment_dispute, severity: critical }
      - transition: diagnosing
      - notify: support-management`)
    const { readFileSync } = await import('node:fs')
    const example = readFileSync(new URL('../../workflows/operations-review.yaml', import.meta.url), 'utf8')
    await publishWorkflow(desk.context, { document: document(example), expectedVersion: null })
    const ticketId = await desk.addTicket()
    await lookOn(desk)
    expect(await runsOf(desk)).toMatchObject([{ automation: 'all', outcome: 'done' }])
    const ticket = await see(desk, ticketId)
    expect(ticket).toMatchObject({
      category: 'payment_processing',
      classifiedBy: 'rule',
      queue: 'payments',
      status: 'diagnosing',
      assignee: { id: agentId },
      fields: { currency: 'EUR' },
    })
    const timeline = await readTimeline(desk.context, { ticketId, after: 0, limit: 100 })
    const said = timeline?.flatMap((item) => (item.kind === 'message' ? [item.message] : []))
    expect(said?.map(({ visibility, author, body }) => [visibility, author.kind, body])).toEqual([
      ['internal', 'system', `For somebody, ticket ${ticket?.number}.`],
      ['public', 'system', 'This is fixed. Tell us if you still see it and we will look again.'],
    ])
    const told = timeline?.find(({ event }) => event.type === 'automation.ran')
    expect(told?.event.data).toMatchObject({ automation: 'all', notify: ['support-management'] })
  })
})

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
    const desk = await openDesk(withRules(escalate))
    await waiting(desk)
    const [current] = await world.query<{ document: string }>(
      'select document from workflow_versions where workspace_id = $1 order by version desc limit 1',
      [desk.context.workspace.id],
    )
    const document = (current?.document ?? '').replace(escalate, remind)
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    await lookOn(desk)
    await fireDue(desk, hour)
    await fireDue(desk, 49 * hour)
    expect((await runsOf(desk)).map(({ automation }) => automation)).toEqual(['lift', 'remind'])
  })

  it('acts once when two workers hold the same timer', async () => {
    const desk = await openDesk(withRules(remind))
    await waiting(desk)
    const context = later(desk, 49 * hour)
    const claim = { kinds: ['automation'] as const, limit: 10, leaseMs: 0, aheadMs: 49 * hour }
    const [timer] = await context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
    const fired = await Promise.all([fireAutomationTimer(context, timer!), fireAutomationTimer(context, timer!)])
    expect(fired.toSorted()).toEqual([false, true])
    expect(await runsOf(desk)).toHaveLength(1)
  })
})

describe('the first response', () => {
  it('is sent where the workflow lets it, in the customer’s language, and stops no clock', async () => {
    const desk = await openDesk()
    const ticketId = await desk.addTicket({ language: 'pt', customer: { name: 'Inês Reis' } })
    const silent = await desk.addTicket({ channel: 'api', customerId: 'c-2' })
    await lookOn(desk)
    const said = async (id: string) => {
      const timeline = await readTimeline(desk.context, { ticketId: id, after: 0, limit: 100 })
      return timeline?.flatMap((item) => (item.kind === 'message' ? [item.message] : []))
    }
    const number = (await see(desk, ticketId))?.number
    expect(await said(ticketId)).toMatchObject([
      {
        author: { kind: 'system' },
        visibility: 'public',
        body: `Inês, recebemos o seu pedido com o número ${number} e responderemos aqui.`,
      },
    ])
    expect(await said(silent)).toEqual([])
    const clocks = await explainSla(desk.context, { ticketId, asOf: null })
    const first = clocks?.find(({ stored }) => stored.clock.metric === 'firstResponse')
    expect(first?.stored.clock.metAt).toBeNull()
  })

  it('is sent to one customer only so often', async () => {
    const desk = await openDesk()
    for (let count = 0; count < 7; count++) await desk.addTicket()
    await lookOn(desk)
    const runs = (await runsOf(desk)).filter(({ automation }) => automation === 'first-response')
    expect(runs.map(({ outcome }) => outcome).toSorted()).toEqual([...Array(5).fill('done'), 'stopped', 'stopped'])
    expect(runs.at(-1)?.code).toBe('too_many_to_customer')
  })
})
