import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseWorkflow } from '../workflow/parse-workflow.ts'
import { byItself } from './bars.ts'
import { compileLifecycle } from './compile-lifecycle.ts'
import type { TicketFacts } from './plan-transition.ts'
import { planTransition } from './plan-transition.ts'
import { planReply } from './plan-reply.ts'
import { categoryOf, customerStatus, legalTransitions, waitingStatusFor } from './read-status.ts'

const example = new URL('../../../workflows/operations-review.yaml', import.meta.url)
const { document } = parseWorkflow(readFileSync(example, 'utf8'))
const day = 86_400_000
const lifecycleOf = (slug: string) => {
  const definition = document?.lifecycles[slug]
  if (definition === undefined) throw new Error(`the example has no lifecycle ${slug}`)
  return compileLifecycle(slug, definition, 14 * day)
}
const engineering = lifecycleOf('engineering')
const care = lifecycleOf('care')

const sorted = { type: 'incident', category: 'infrastructure', priority: 'high' }
const ticketAt = (status: string, facts: TicketFacts['facts'] = { ...sorted, assignee: 'agent_1' }): TicketFacts => ({
  status,
  facts,
  hasOpenCase: false,
})
const plan = (ticket: TicketFacts, to: string, facts: TicketFacts['facts'] = {}, at = 0) =>
  planTransition(engineering, ticket, { to, facts, at, mayAs: byItself })

describe('one step', () => {
  it('announces each stage by its event', () => {
    expect(plan(ticketAt('created'), 'classified')).toMatchObject({
      kind: 'steps',
      steps: [{ from: 'created', to: 'classified', event: 'ticket.classified' }],
    })
    expect(plan(ticketAt('classified'), 'assigned')).toMatchObject({ steps: [{ event: 'ticket.assigned' }] })
    expect(plan(ticketAt('assigned'), 'diagnosing')).toMatchObject({ steps: [{ event: 'ticket.status_changed' }] })
  })

  it('asks for the facts of its guard', () => {
    expect(plan(ticketAt('created', { type: 'incident', priority: 'high' }), 'classified')).toEqual({
      kind: 'refused',
      code: 'guard_failed',
      missing: ['category'],
      barredBy: [],
      legal: ['classified'],
    })
    expect(plan(ticketAt('diagnosing'), 'correcting')).toMatchObject({ code: 'guard_failed', missing: ['cause'] })
  })

  it('takes a note as the cause, and keeps it', () => {
    expect(plan(ticketAt('diagnosing'), 'correcting', { note: 'disk was full' })).toMatchObject({
      kind: 'steps',
      records: { cause: { text: 'disk was full' } },
    })
  })

  it('counts blank text as missing', () => {
    expect(plan(ticketAt('diagnosing'), 'correcting', { cause: ' ', note: '' })).toMatchObject({ missing: ['cause'] })
    for (const cause of [{}, { text: ' ' }, { code: '', text: '' }])
      expect(plan(ticketAt('diagnosing'), 'correcting', { cause })).toMatchObject({ missing: ['cause'] })
  })

  it('refuses what the lifecycle does not know, and the status the ticket already has', () => {
    const legal = ['diagnosing', 'waiting_customer', 'waiting_partner']
    expect(plan(ticketAt('assigned'), 'nowhere')).toEqual({
      kind: 'refused',
      code: 'illegal_transition',
      missing: [],
      barredBy: [],
      legal,
    })
    expect(plan(ticketAt('assigned'), 'assigned')).toMatchObject({ code: 'illegal_transition', legal })
    expect(plan(ticketAt('diagnosing'), 'created')).toMatchObject({ code: 'illegal_transition' })
  })
})

describe('one call across several stages', () => {
  it('goes all the way when its body holds every fact between', () => {
    const facts = {
      cause: { code: 'disk', text: 'full' },
      note: 'rotated',
      solutionCheck: 'passed',
      resolution: 'fixed',
    }
    const found = plan(ticketAt('assigned'), 'closed', facts)
    expect(found).toMatchObject({ kind: 'steps', status: 'closed', reopens: false })
    expect(found.kind === 'steps' && found.steps.map(({ to }) => to)).toEqual([
      'diagnosing',
      'correcting',
      'verifying',
      'closed',
    ])
    expect(found.kind === 'steps' && found.records).toEqual({
      cause: { code: 'disk', text: 'full' },
      correction: { text: 'rotated' },
      solutionCheck: 'passed',
      resolution: 'fixed',
    })
  })

  it('names every missing fact in the order of the stages, and does nothing', () => {
    expect(plan(ticketAt('assigned'), 'closed')).toMatchObject({
      code: 'guard_failed',
      missing: ['cause', 'correction', 'solutionCheck', 'resolution'],
    })
  })

  it('uses what the ticket already holds', () => {
    const held = { ...sorted, assignee: 'agent_1', cause: { text: 'x' }, correction: { text: 'y' } }
    expect(plan(ticketAt('diagnosing', held), 'verifying')).toMatchObject({ kind: 'steps', records: {} })
  })

  it('keeps what it is told besides, and asks for a check where it is due all the same', () => {
    const cause = { code: 'disk', text: 'full' }
    const facts = { cause, solutionCheck: 'passed', note: 'n' }
    const found = plan(ticketAt('assigned'), 'diagnosing', facts)
    expect(found.kind === 'steps' && found.records).toEqual({ cause })
    const solved = planTransition(care, ticketAt('handling'), {
      to: 'solved',
      facts: { resolution: 'r', cause },
      at: 0,
      mayAs: byItself,
    })
    expect(solved.kind === 'steps' && solved.records).toEqual({ resolution: 'r', cause })
    const back = plan(ticketAt('verifying'), 'closed', { solutionCheck: 'failed', resolution: 'r', cause })
    expect(back.kind === 'steps' && back.records).toEqual({ solutionCheck: 'failed' })
  })

  it('classifies and assigns a ticket that was taken before it had a category', () => {
    const found = plan(ticketAt('created'), 'assigned')
    expect(found.kind === 'steps' && found.steps.map(({ event }) => event)).toEqual([
      'ticket.classified',
      'ticket.assigned',
    ])
  })
})

describe('the solution check', () => {
  it('closes only when passed, with a resolution', () => {
    expect(plan(ticketAt('verifying'), 'closed', { resolution: 'done' })).toMatchObject({ missing: ['solutionCheck'] })
    expect(plan(ticketAt('verifying'), 'closed', { solutionCheck: 'passed' })).toMatchObject({
      missing: ['resolution'],
    })
    expect(plan(ticketAt('verifying'), 'closed', { solutionCheck: 'passed', resolution: 'done' })).toMatchObject({
      status: 'closed',
    })
  })

  it('returns to diagnosing when failed, asked so or not', () => {
    const back = { kind: 'steps', status: 'diagnosing', records: { solutionCheck: 'failed' }, clears: ['correction'] }
    expect(plan(ticketAt('verifying'), 'diagnosing', { solutionCheck: 'failed' })).toMatchObject(back)
    expect(plan(ticketAt('verifying'), 'closed', { solutionCheck: 'failed', resolution: 'done' })).toMatchObject(back)
  })

  it('returns from the middle of a longer call, keeping the cause', () => {
    const found = plan(ticketAt('diagnosing'), 'closed', { note: 'n', solutionCheck: 'failed', resolution: 'r' })
    expect(found).toMatchObject({ status: 'diagnosing', records: { cause: { text: 'n' }, solutionCheck: 'failed' } })
    expect(found.kind === 'steps' && found.steps.map(({ to }) => to)).toEqual(['correcting', 'verifying', 'diagnosing'])
  })

  it('does not take an old failure for an answer of this call', () => {
    const held = ticketAt('verifying', { ...sorted, solutionCheck: 'failed' })
    expect(plan(held, 'closed', { resolution: 'done' })).toMatchObject({
      code: 'guard_failed',
      missing: ['solutionCheck'],
    })
  })

  it('may not be skipped', () => {
    expect(plan(ticketAt('verifying'), 'diagnosing')).toMatchObject({
      code: 'guard_failed',
      missing: ['solutionCheck'],
    })
  })
})

describe('waiting', () => {
  it('remembers the stage left and goes back to it', () => {
    expect(plan(ticketAt('correcting'), 'waiting_customer')).toMatchObject({
      status: 'waiting_customer',
      stageLeft: 'correcting',
    })
    const waiting = { ...ticketAt('waiting_customer'), stageLeft: 'correcting' }
    expect(plan(waiting, 'correcting')).toMatchObject({ status: 'correcting', stageLeft: null, records: {} })
    expect(plan(waiting, 'diagnosing')).toMatchObject({ kind: 'refused' })
  })

  it('is entered from working stages only', () => {
    expect(plan(ticketAt('classified'), 'waiting_customer', {})).toMatchObject({ kind: 'steps', stageLeft: 'assigned' })
    expect(plan(ticketAt('classified', sorted), 'waiting_customer')).toMatchObject({ missing: ['assignee'] })
    expect(plan(ticketAt('closed'), 'verifying', {}).kind).toBe('refused')
  })

  it('changes from one kind of waiting to the other by way of the stage', () => {
    const found = plan({ ...ticketAt('waiting_customer'), stageLeft: 'verifying' }, 'waiting_partner')
    expect(found).toMatchObject({ status: 'waiting_partner', stageLeft: 'verifying' })
  })

  it('goes on from the stage left when the call holds the facts', () => {
    const waiting = { ...ticketAt('waiting_partner'), stageLeft: 'verifying' }
    expect(plan(waiting, 'closed', { solutionCheck: 'passed', resolution: 'ok' })).toMatchObject({
      status: 'closed',
      stageLeft: null,
    })
  })
})

describe('reopening', () => {
  const closed = { ...ticketAt('closed'), endedAt: 0 }

  it('returns to classified within the window, counted, with the old facts forgotten', () => {
    expect(plan(closed, 'classified', {}, 14 * day)).toMatchObject({
      kind: 'steps',
      reopens: true,
      steps: [{ event: 'ticket.reopened' }],
      clears: ['cause', 'correction', 'solutionCheck', 'resolution'],
    })
  })

  it('is refused after the window', () => {
    expect(plan(closed, 'classified', {}, 14 * day + 1)).toMatchObject({
      code: 'guard_failed',
      missing: ['reopenWindow'],
    })
  })

  it('asks for new facts before it closes again', () => {
    const found = plan({ ...closed, facts: { ...closed.facts, cause: { text: 'old' } } }, 'correcting')
    expect(found).toMatchObject({ code: 'guard_failed', missing: ['cause'] })
  })
})

describe('planReply', () => {
  it('brings a waiting ticket back for the one it waits for', () => {
    const waiting = { ...ticketAt('waiting_customer'), stageLeft: 'verifying' }
    expect(planReply(engineering, waiting, { by: 'customer', at: 0 })).toMatchObject({
      kind: 'steps',
      status: 'verifying',
    })
    expect(planReply(engineering, waiting, { by: 'partner', at: 0 })).toEqual({ kind: 'none' })
  })

  it('reopens within the window and makes a follow-up after it', () => {
    const solved = { ...ticketAt('solved'), endedAt: 0 }
    expect(planReply(care, solved, { by: 'customer', at: day })).toMatchObject({
      kind: 'steps',
      status: 'classified',
      reopens: true,
    })
    expect(planReply(care, solved, { by: 'customer', at: 15 * day })).toEqual({ kind: 'follow_up' })
    expect(planReply(care, solved, { by: 'partner', at: day })).toEqual({ kind: 'none' })
  })

  it('changes nothing on a ticket somebody works on', () => {
    expect(planReply(engineering, ticketAt('diagnosing'), { by: 'customer', at: 0 })).toEqual({ kind: 'none' })
  })
})

describe('reading a status', () => {
  it('gives category, customer wording and the status to wait in', () => {
    expect(categoryOf(engineering, 'verifying')).toBe('open')
    expect(categoryOf(engineering, 'nowhere')).toBe(null)
    expect(customerStatus(engineering, 'verifying', 'en')).toBe('Being checked')
    expect(waitingStatusFor(engineering, 'partner')).toBe('waiting_partner')
    expect(waitingStatusFor(care, 'partner')).toBe(null)
  })

  it('lists the next steps with what each still asks for', () => {
    expect(
      legalTransitions(engineering, ticketAt('verifying'), byItself).map(({ to, missing }) => [to, missing]),
    ).toEqual([
      ['closed', ['solutionCheck', 'resolution']],
      ['diagnosing', ['solutionCheck']],
      ['waiting_customer', []],
      ['waiting_partner', []],
    ])
  })
})
