import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { explainSla, getTicket, readTimeline } from '../modules/tickets/index.ts'
import { encodeId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { createAutomationWorker } from './automation-worker.ts'
import { exampleDocument, liftMail, watchAutomations, withRules } from './testing/automation-desk.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'
import type { Worker } from './worker.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
const { lookOn, runsOf, saidOn, say } = watchAutomations(world)
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

const see = (desk: Desk, ticketId: string) => getTicket(desk.context, { ticketId })

describe('an automation', () => {
  it('acts once on an event, however many workers look, also on what they missed, and says why', async () => {
    const desk = await openDesk(withRules(liftMail))
    const missed = await desk.addTicket()
    startWorker()
    startWorker()
    const ticketId = await desk.addTicket()
    await desk.addTicket({ channel: 'api' })
    await vi.waitFor(async () => expect(await runsOf(desk)).toHaveLength(2), soon)
    await lookOn(desk)
    const run = { automation: 'lift', outcome: 'done', code: 'matched', did: ['priority high', 'tag lifted'] }
    expect(await runsOf(desk)).toMatchObject([run, run])
    for (const id of [missed, ticketId])
      expect(await see(desk, id)).toMatchObject({ priority: 'high', tags: ['lifted'] })
    const timeline = await readTimeline(desk.context, { ticketId, after: 0, limit: 100 })
    const caused = timeline
      ?.filter(({ event }) => event.cause?.['automation'] === 'lift')
      .map(({ event }) => event.type)
    expect(caused).toEqual(['ticket.updated', 'task.updated', 'automation.ran'])
  })

  it('sees what the rules before it did, and a rule that stops ends the questions', async () => {
    const desk = await openDesk(
      withRules(`${liftMail}
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
    do: [{ tag: never }]${liftMail}`),
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
    await publishWorkflow(desk.context, { document: document(exampleDocument), expectedVersion: null })
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
    const said = await saidOn(desk, ticketId)
    expect(said.map(({ visibility, author, body }) => [visibility, author.kind, body])).toEqual([
      ['internal', 'system', `For somebody, ticket ${ticket?.number}.`],
      ['public', 'system', 'This is fixed. Tell us if you still see it and we will look again.'],
    ])
    const timeline = await readTimeline(desk.context, { ticketId, after: 0, limit: 100 })
    const told = timeline?.find(({ event }) => event.type === 'automation.ran')
    expect(told?.event.data).toMatchObject({ automation: 'all', notify: ['support-management'] })
  })
})

describe('the first response', () => {
  it('is sent where the workflow lets it, in the customer’s language, and stops no clock', async () => {
    const desk = await openDesk()
    const ticketId = await desk.addTicket({ language: 'pt', customer: { name: 'Inês Reis' } })
    const silent = await desk.addTicket({ channel: 'api', customerId: 'c-2' })
    await lookOn(desk)
    const number = (await see(desk, ticketId))?.number
    expect(await saidOn(desk, ticketId)).toMatchObject([
      {
        author: { kind: 'system' },
        visibility: 'public',
        body: `Inês, recebemos o seu pedido com o número ${number} e responderemos aqui.`,
      },
    ])
    expect(await saidOn(desk, silent)).toEqual([])
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
