import { describe, expect, it } from 'vitest'
import type { TicketFacts } from './plan-transition.ts'
import { byItself, compileLifecycle, type MayAs, planReply, planTransition } from './index.ts'
import { legalTransitions } from './read-status.ts'

const day = 86_400_000
const lifecycle = compileLifecycle(
  'desk',
  {
    label: 'Desk',
    start: 'created',
    classified: 'created',
    assigned: 'handling',
    statuses: {
      created: { label: 'Created', category: 'new' },
      handling: { label: 'Handling', category: 'open' },
      checking: { label: 'Checking', category: 'open' },
      solved: { label: 'Solved', category: 'solved' },
      closed: { label: 'Closed', category: 'closed' },
    },
    transitions: [
      { from: 'created', to: 'handling' },
      { from: 'handling', to: 'checking' },
      { from: 'handling', to: 'solved', roles: ['manager'], requires: ['resolution'] },
      { from: 'checking', to: 'solved', where: { solutionCheck: 'passed' } },
      { from: 'solved', to: 'closed', unlessCaseOpen: true },
      { from: 'closed', to: 'handling', reopens: true, roles: ['manager', 'engineer'] },
    ],
  },
  7 * day,
)
const twice = compileLifecycle(
  'twice',
  {
    label: 'Twice',
    start: 'open',
    classified: 'open',
    assigned: 'open',
    statuses: { open: { label: 'Open', category: 'open' }, closed: { label: 'Closed', category: 'closed' } },
    transitions: [
      { from: 'open', to: 'closed', roles: ['manager'] },
      { from: 'open', to: 'closed', requires: ['resolution'], unlessCaseOpen: true },
    ],
  },
  day,
)
const anybody: MayAs = () => false
const manager: MayAs = (role) => role === 'manager'
const at = (status: string, more: Partial<TicketFacts> = {}): TicketFacts => ({ status, facts: {}, ...more })
const plan = (ticket: TicketFacts, to: string, mayAs: MayAs, facts: TicketFacts['facts'] = {}) =>
  planTransition(lifecycle, ticket, { to, facts, at: day, mayAs })

describe('a transition kept for roles', () => {
  it('is made by who may do all that one of them may, and refused to others with what is legal for them', () => {
    expect(plan(at('closed'), 'handling', manager)).toMatchObject({ kind: 'steps', reopens: true })
    expect(plan(at('closed'), 'handling', anybody)).toEqual({
      kind: 'refused',
      code: 'guard_failed',
      missing: [],
      barredBy: [{ guard: 'roles', roles: ['manager', 'engineer'] }],
      legal: [],
    })
  })

  it('is named together with the facts that are missing besides', () => {
    expect(plan(at('closed', { endedAt: -8 * day }), 'checking', anybody)).toMatchObject({
      missing: ['reopenWindow'],
      barredBy: [{ guard: 'roles' }],
    })
  })

  it('is no way for what nobody asks for, where there is another: a manager may pass by an open case, time may not', () => {
    const asked = { to: 'closed', facts: { resolution: 'Refunded.' }, at: day }
    const inCase = at('open', { hasOpenCase: true })
    expect(planTransition(twice, inCase, { ...asked, mayAs: manager })).toMatchObject({ kind: 'steps' })
    expect(planTransition(twice, inCase, { ...asked, mayAs: byItself })).toMatchObject({
      kind: 'refused',
      barredBy: [{ guard: 'unlessCaseOpen' }],
    })
    const alone = at('open', { hasOpenCase: false })
    expect(planTransition(twice, alone, { ...asked, mayAs: byItself })).toMatchObject({ kind: 'steps' })
  })

  it('opens a shorter way to them alone, and only where the ordinary one lacks something', () => {
    const told = { resolution: 'Restarted.' }
    expect(plan(at('handling'), 'solved', anybody, told)).toMatchObject({ missing: ['solutionCheck'], barredBy: [] })
    expect(plan(at('handling'), 'solved', manager, told)).toMatchObject({ steps: [{ from: 'handling', to: 'solved' }] })
    expect(plan(at('handling'), 'solved', manager, { ...told, solutionCheck: 'passed' })).toMatchObject({
      steps: [{ to: 'checking' }, { to: 'solved' }],
    })
    expect(plan(at('handling'), 'solved', manager)).toMatchObject({ missing: ['solutionCheck'] })
  })

  it('holds nothing back that the lifecycle does itself', () => {
    expect(plan(at('closed'), 'handling', byItself)).toMatchObject({ kind: 'steps' })
    expect(planReply(lifecycle, at('closed', { endedAt: 0 }), { by: 'customer', at: day })).toMatchObject({
      kind: 'steps',
      status: 'handling',
    })
  })
})

describe('a transition that an open case bars', () => {
  it('is refused to everybody while one is open', () => {
    for (const mayAs of [anybody, manager, byItself])
      expect(plan(at('solved', { hasOpenCase: true }), 'closed', mayAs)).toMatchObject({
        code: 'guard_failed',
        missing: [],
        barredBy: [{ guard: 'unlessCaseOpen' }],
        legal: [],
      })
    expect(plan(at('solved', { hasOpenCase: false }), 'closed', anybody)).toMatchObject({ kind: 'steps' })
  })

  it('is refused where nobody looked for one', () => {
    expect(plan(at('solved'), 'closed', byItself)).toMatchObject({ barredBy: [{ guard: 'unlessCaseOpen' }] })
  })

  it('says of the lifecycle that it asks for cases', () => {
    expect(lifecycle.asksForCases).toBe(true)
  })
})

describe('the legal transitions', () => {
  const shown = (ticket: TicketFacts, mayAs: MayAs) =>
    legalTransitions(lifecycle, ticket, mayAs).map(({ to, barredBy }) => [to, barredBy.map(({ guard }) => guard)])

  it('say what bars each for this caller', () => {
    expect(shown(at('handling'), manager)).toEqual([
      ['checking', []],
      ['solved', []],
    ])
    expect(shown(at('handling'), anybody)).toEqual([
      ['checking', []],
      ['solved', ['roles']],
    ])
    expect(shown(at('solved', { hasOpenCase: true }), manager)).toEqual([['closed', ['unlessCaseOpen']]])
  })

  it('name each status once, by the way of everybody where that is open', () => {
    expect(legalTransitions(twice, at('open', { hasOpenCase: false }), anybody)).toMatchObject([
      { to: 'closed', missing: ['resolution'], barredBy: [] },
    ])
    expect(legalTransitions(twice, at('open', { hasOpenCase: false }), manager)).toMatchObject([
      { to: 'closed', missing: ['resolution'] },
    ])
    expect(legalTransitions(twice, at('open', { hasOpenCase: true }), manager)).toMatchObject([
      { to: 'closed', missing: [], barredBy: [] },
    ])
  })
})
