import { describe, expect, it } from 'vitest'
import { compileLifecycle, planMerge } from './index.ts'

const day = 24 * 3_600_000
const lifecycle = compileLifecycle(
  'care',
  {
    label: 'Care',
    start: 'created',
    classified: 'created',
    assigned: 'handling',
    statuses: {
      created: { label: 'Created', category: 'new' },
      handling: { label: 'Handling', category: 'open' },
      solved: { label: 'Solved', category: 'solved' },
      closed: { label: 'Closed', category: 'closed' },
    },
    transitions: [
      { from: 'created', to: 'handling' },
      { from: 'handling', to: 'closed' },
      { from: 'closed', to: 'handling', reopens: true },
    ],
  },
  7 * day,
)

function side(id: string, more: object = {}) {
  const stage = { status: 'handling', facts: {} }
  return { id, customerId: 'customer', lifecycle, stage, mergedInto: null, live: null, ...more }
}

const plan = (source: object, target: object, allowOtherCustomer = false) =>
  planMerge(side('a', source), side('b', target), { allowOtherCustomer, at: 100 * day })
const closed = (endedAt: number) => ({ stage: { status: 'closed', endedAt, facts: {} } })

describe('planning a merge', () => {
  it('ends the source in the closed status of its own lifecycle', () => {
    expect(plan({}, {})).toEqual({ kind: 'merge', status: 'closed', category: 'closed' })
    expect(plan(closed(0), {})).toMatchObject({ kind: 'merge' })
  })

  it.for([
    ['into itself', {}, { id: 'a' }, 'same_ticket'],
    ['of what goes on elsewhere', { mergedInto: 'c' }, {}, 'already_merged'],
    ['into what goes on elsewhere', {}, { mergedInto: 'c' }, 'target_merged'],
    ['into what goes on in the source', {}, { mergedInto: 'a' }, 'target_merged'],
    ['into what no reply can reopen', {}, closed(92 * day), 'target_closed'],
    ['of somebody on the line', { live: 'call' }, {}, 'live_call'],
    ['of somebody in a chat', { live: 'chat' }, {}, 'live_chat'],
    ['of another customer', { customerId: 'another' }, {}, 'other_customer'],
  ] as const)('is refused %s', ([, source, target, reason]) => {
    expect(plan(source, target)).toEqual({ kind: 'refused', reason })
  })

  it('is refused of what an open case keeps from ending, and done of what has ended all the same', () => {
    const asking = { ...lifecycle, asksForCases: true }
    const inCase = (status: string) => ({
      lifecycle: asking,
      stage: { status, facts: {}, endedAt: 0, hasOpenCase: true },
    })
    expect(plan(inCase('handling'), {})).toEqual({ kind: 'refused', reason: 'open_case' })
    expect(plan(inCase('closed'), {})).toMatchObject({ kind: 'merge' })
    const alone = { lifecycle: asking, stage: { status: 'handling', facts: {}, hasOpenCase: false } }
    expect(plan(alone, {})).toMatchObject({ kind: 'merge' })
  })

  it('is done when it was done, takes what may reopen, and two customers on request', () => {
    expect(plan({ mergedInto: 'b' }, {})).toEqual({ kind: 'done' })
    expect(plan({}, closed(93 * day))).toMatchObject({ kind: 'merge' })
    expect(plan({ customerId: 'another' }, {}, true)).toMatchObject({ kind: 'merge' })
  })
})
