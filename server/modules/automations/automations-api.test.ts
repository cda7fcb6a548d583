import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { permissionsOfRole, roleNames } from '../access/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { assignTicket, addMessage } from '../handling/index.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { getWorkflow } from '../workflow/index.ts'
import {
  applyMacro,
  dryRunAutomations,
  followEvents,
  listAutomationRuns,
  listAutomations,
  listMacros,
  suggestNext,
} from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk((text) =>
    text
      .replace('  fixed:\n    label: It is fixed', '  fixed:\n    label: It is fixed\n    roles: [manager]')
      .replace('  api: { label: API }', '  api: { label: API, automation: { classify: suggest, steps: off } }'),
  )
})
afterAll(() => desk.close())

const trial = { ticketId: null, request: null, customer: null, document: null }
const payment = { category: 'payment_processing', type: 'payment_issue' }

describe('the test bench', () => {
  it('says of each rule whether it would act on a ticket described, why, and what it would do', async () => {
    const tried = await dryRunAutomations(desk.context, {
      ...trial,
      request: { channel: 'email', issueSummary: 'Invoice' },
      customer: { tier: 'gold' },
      event: { on: 'ticket.created' },
    })
    expect(tried?.verdicts.map(({ rule, fires, code, does }) => [rule.slug, fires, code, does])).toEqual([
      ['first-response', true, 'matched', ['send the first response']],
      ['gold-customers-first', true, 'matched', ['priority high', 'tag gold']],
      ['angry-words', false, 'other_event', []],
      ['remind-customer', false, 'other_event', []],
      ['close-solved', false, 'other_event', []],
    ])
  })

  it('says it of a ticket there is, and does nothing', async () => {
    const ticket = await desk.ticket()
    const before = await desk.eventTypes(ticket)
    const tried = await dryRunAutomations(desk.context, {
      ...trial,
      ticketId: ticket.id,
      event: { on: 'message.received', text: 'This is unacceptable!' },
    })
    expect(tried?.verdicts.filter(({ fires }) => fires).map(({ rule }) => rule.slug)).toEqual(['angry-words'])
    const inTime = await dryRunAutomations(desk.context, { ...trial, ticketId: ticket.id, event: { on: 'time' } })
    expect(inTime?.verdicts.find(({ rule }) => rule.slug === 'remind-customer')?.code).toBe('other_status')
    expect(await desk.eventTypes(ticket)).toEqual(before)
    expect(await desk.read(ticket)).toEqual(ticket)
  })

  it('refuses what it cannot try', async () => {
    const event = { on: 'ticket.created' } as const
    await expect(dryRunAutomations(desk.context, { ...trial, event })).rejects.toMatchObject({ code: 'invalid' })
    const unknown = { channel: 'carrier-pigeon' }
    await expect(dryRunAutomations(desk.context, { ...trial, request: unknown, event })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ pointer: '/ticket/channel' }],
    })
    await expect(dryRunAutomations(desk.context, { ...trial, event, document: 'a: b' })).rejects.toMatchObject({
      code: 'workflow_invalid',
    })
  })
})

describe('macros', () => {
  it('are listed for those who may see them, those meant for a ticket first', async () => {
    const ticket = await desk.ticket()
    const keys = async (context = desk.context, query = {}) => {
      const asked = { ticketId: ticket.id, queue: null, language: null, text: null, ...query }
      return (await listMacros(context, asked))?.map(({ macro, fits }) => [macro.slug, fits])
    }
    expect(await keys()).toEqual([
      ['fixed', true],
      ['ask-transaction', false],
      ['still-there', false],
    ])
    const agent = desk.home.contextOf(principalWith(permissionsOfRole('agent') as string[]))
    expect(await keys(agent)).toEqual([
      ['ask-transaction', false],
      ['still-there', false],
    ])
    expect(await keys(desk.context, { text: 'FIXED' })).toEqual([['fixed', true]])
    expect(await keys(desk.context, { language: 'fr' })).toEqual([])
  })

  it('say their text and do what comes with it in one transaction, with the macro as the cause', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ ...payment, language: 'es' })
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const use = { ticketId: ticket.id, key: 'ask-transaction', body: null, lastSeenSeq: null, expectedVersion: null }
    const preview = await applyMacro(desk.as(agent), { ...use, isPreview: true })
    expect(preview).toMatchObject({ language: 'es', message: null, does: ['status waiting_customer'] })
    expect((await desk.read(ticket)).status).toBe('assigned')
    const used = await applyMacro(desk.as(agent), { ...use, isPreview: false })
    expect(used?.ticket.status).toBe('waiting_customer')
    expect(used?.message).toMatchObject({ body: preview?.text, visibility: 'public', author: { kind: 'agent' } })
    const causes = await desk.home.query<{ macro: string | null }>(
      `select cause->>'macro' as macro from events
       where ticket_id = $1 and type in ('message.added', 'ticket.status_changed') order by seq`,
      [ticket.id],
    )
    expect(causes.map(({ macro }) => macro)).toEqual(['ask-transaction', 'ask-transaction'])
  })

  it('leave nothing behind when one part is refused', async () => {
    const ticket = await desk.ticket(payment)
    const before = await desk.eventTypes(ticket)
    const use = { ticketId: ticket.id, body: null, lastSeenSeq: null, expectedVersion: null, isPreview: false }
    await expect(applyMacro(desk.context, { ...use, key: 'ask-transaction' })).rejects.toMatchObject({
      code: 'guard_failed',
    })
    expect(await desk.eventTypes(ticket)).toEqual(before)
    await expect(applyMacro(desk.context, { ...use, key: 'fixed', expectedVersion: 99 })).rejects.toMatchObject({
      code: 'version_mismatch',
    })
    expect(await applyMacro(desk.context, { ...use, key: 'nothing' })).toBeNull()
    const reader = desk.home.contextOf(principalWith(['ticket:read', 'workflow:read']))
    expect(await applyMacro(reader, { ...use, key: 'fixed' })).toBeNull()
  })

  it('name roles that there are', () => {
    const named = ['admin', 'manager', 'agent', 'engineer', 'risk-reviewer', 'qa-reviewer']
    expect(named.filter((role) => !roleNames.some((known) => known === role))).toEqual([])
  })
})

describe('suggestions', () => {
  const kindsOf = async (id: string) => (await suggestNext(desk.context, { ticketId: id }))?.map(({ kind }) => kind)

  it('bring the first response until somebody answers, steps, guidance and macros', async () => {
    const ticket = await desk.ticket(payment)
    expect(await kindsOf(ticket.id)).toEqual(['firstResponse', 'steps', 'guidance', 'macro'])
    const [first] = (await suggestNext(desk.context, { ticketId: ticket.id })) ?? []
    expect(first).toMatchObject({ text: expect.stringContaining(String(ticket.number)), language: 'en' })
    expect(first?.reasons).toMatchObject([{ code: 'left_to_people' }])
    const said = { body: 'Hello', visibility: 'public', clientId: null, asCustomer: false, lastSeenSeq: null } as const
    await addMessage(desk.context, { ticketId: ticket.id, ...said })
    expect(await kindsOf(ticket.id)).toEqual(['steps', 'guidance', 'macro'])
    const [steps] = (await suggestNext(desk.context, { ticketId: ticket.id })) ?? []
    const condition = steps?.reasons[0]?.text ?? ''
    expect(steps?.reasons).toEqual([{ code: 'condition', text: condition, params: { condition } }])
  })

  it('keep to the controls of the channel, where people classify', async () => {
    const ticket = await desk.ticket({ channel: 'api', issueSummary: 'Refund missing' })
    expect(ticket).toMatchObject({ category: null, status: 'created', queue: 'payments', classifiedBy: null })
    const suggested = await suggestNext(desk.context, { ticketId: ticket.id })
    expect(suggested?.find(({ kind }) => kind === 'classification')).toEqual({
      kind: 'classification',
      category: 'payment_processing',
      type: 'payment_issue',
      reasons: [
        {
          code: 'rule',
          text: 'Rule "payment-words": category payment_processing.',
          params: { rule: 'payment-words' },
        },
      ],
    })
    expect(suggested?.map(({ kind }) => kind)).not.toContain('steps')
  })

  it('are for staff, and of a ticket they may see', async () => {
    const ticket = await desk.ticket(payment)
    const partner = desk.home.contextOf(principalWith(['ticket:read']))
    expect(await suggestNext(partner, { ticketId: ticket.id })).toEqual([])
    const elsewhere = principalWith(['*'], { scope: { channels: new Set(['voice']), queues: null } })
    expect(await suggestNext(desk.home.contextOf(elsewhere), { ticketId: ticket.id })).toBeNull()
  })
})

describe('the log', () => {
  it('counts runs by rule, and shows those of the caller’s queues', async () => {
    const ticket = await desk.ticket({ channel: 'email', customerId: 'logged' })
    const [last] = await desk.home.query<{ seq: number }>('select max(seq) as seq from events')
    while (!(await followEvents(desk.home.contextOf(systemPrincipal), { upTo: last?.seq ?? 0 })));
    const { automations } = await listAutomations(desk.context)
    const first = automations.find(({ rule }) => rule.slug === 'first-response')
    expect(first?.counts).toMatchObject({ done: 1, failed: 0, stopped: 0 })
    const page = { filter: { ticketId: ticket.id, automation: null, outcome: null }, before: null, limit: 10 }
    expect(await listAutomationRuns(desk.context, page)).toMatchObject([
      { automation: 'first-response', outcome: 'done', ticketNumber: ticket.number, onEvent: 'ticket.created' },
    ])
    const scope = { channels: null, queues: new Set(['security']) }
    expect(await listAutomationRuns(desk.home.contextOf(principalWith(['*'], { scope })), page)).toEqual([])
  })
})

describe('publishing', () => {
  it('names the controls it changes', async () => {
    const document = (await getWorkflow(desk.context))?.document ?? ''
    const changed = document.replace(
      'automation: { firstResponse: send }',
      'automation: { firstResponse: send, steps: off }',
    )
    await publishWorkflow(desk.context, { document: changed, expectedVersion: null })
    const [event] = await desk.home.query<{ data: unknown }>(
      `select data from events where type = 'workflow.published' order by seq desc limit 1`,
    )
    expect(event?.data).toMatchObject({
      controls: [{ place: 'channel:email', control: 'steps', from: 'standard', to: 'off' }],
    })
  })
})
