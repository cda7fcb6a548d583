import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { WorkflowDocument } from './document.ts'
import { keyChanges } from './key-changes.ts'
import { parseWorkflow } from './parse-workflow.ts'

const text = readFileSync(new URL('../../../workflows/operations-review.yaml', import.meta.url), 'utf8')

function example(change: (document: WorkflowDocument) => void = () => undefined): WorkflowDocument {
  const { document } = parseWorkflow(text)
  if (document === null) throw new Error('The example does not parse.')
  const copy = structuredClone(document)
  change(copy)
  return copy
}

const changes = (change: (document: WorkflowDocument) => void) => keyChanges(example(), example(change))

/** Gives a member another key. */
function rename(members: Record<string, unknown>, from: string, to: string): void {
  members[to] = members[from]
  delete members[from]
}

describe('the keys that a document no longer has', () => {
  it('are none where keys are only added or labelled anew', () => {
    const found = changes((next) => {
      next.types['outage'] = { label: 'Outage', priority: 'high' }
      next.routing.queues['infrastructure']!.label = 'Infra'
    })
    expect(found).toEqual({ keys: [], statuses: [] })
  })

  it('are taken away, or go where `renames` says', () => {
    const found = changes((next) => {
      rename(next.routing.queues, 'infrastructure', 'infra2')
      rename(next.types, 'incident', 'outage')
      next.languages = ['en']
      next.renames = { queues: { infrastructure: 'infra2', payments: 'frontline' } }
    })
    expect(found.keys).toEqual([
      { list: 'queues', key: 'infrastructure', to: 'infra2' },
      { list: 'types', key: 'incident', to: null },
      { list: 'languages', key: 'es', to: null },
      { list: 'languages', key: 'pt', to: null },
    ])
  })

  it('may be called like a member that every object has', () => {
    const withOdd = (next: WorkflowDocument) => (next.types['constructor'] = { label: 'Odd', priority: 'low' })
    expect(keyChanges(example(withOdd), example()).keys).toEqual([{ list: 'types', key: 'constructor', to: null }])
  })
})

describe('the statuses that a ticket cannot keep', () => {
  const engineering = (next: WorkflowDocument) => next.lifecycles['engineering']!

  it('are those their lifecycle no longer has', () => {
    const gone = { lifecycle: 'engineering', status: 'diagnosing', category: 'open' }
    const drop = (next: WorkflowDocument) => rename(engineering(next).statuses, 'diagnosing', 'analysing')
    expect(changes(drop).statuses).toEqual([{ ...gone, to: null }])
    const found = changes((next) => {
      drop(next)
      next.renames = { statuses: { diagnosing: 'analysing' } }
    })
    expect(found.statuses).toEqual([
      { ...gone, to: { lifecycle: 'engineering', status: 'analysing', category: 'open' } },
    ])
  })

  it('go nowhere by a rename to a status of another lifecycle', () => {
    const found = changes((next) => {
      delete engineering(next).statuses['diagnosing']
      next.renames = { statuses: { diagnosing: 'handling' } }
    })
    expect(found.statuses).toMatchObject([{ status: 'diagnosing', to: null }])
  })

  it('are those that come to another category', () => {
    const found = changes((next) => {
      engineering(next).statuses['verifying']!.category = 'hold'
    })
    expect(found.statuses).toMatchObject([{ status: 'verifying', category: 'open', to: { category: 'hold' } }])
  })

  it('are all those of a lifecycle that is renamed, and none of one that is taken away', () => {
    const found = changes((next) => {
      rename(next.lifecycles, 'engineering', 'technical')
      delete next.lifecycles['care']
      next.renames = { lifecycles: { engineering: 'technical' } }
    })
    expect(found.statuses.length).toBeGreaterThan(5)
    for (const { lifecycle, status, to } of found.statuses) {
      expect([lifecycle, to]).toMatchObject(['engineering', { lifecycle: 'technical', status }])
    }
    expect(found.keys).toEqual([
      { list: 'lifecycles', key: 'engineering', to: 'technical' },
      { list: 'lifecycles', key: 'care', to: null },
    ])
  })
})
