import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { customerStatus } from '../lifecycle/read-status.ts'
import { compileWorkflow } from './compile-workflow.ts'
import type { WorkflowDocument } from './document.ts'
import { lintWorkflow } from './lint-workflow.ts'
import { parseWorkflow } from './parse-workflow.ts'
import { checklistOfType, fieldsAsked, nextAutomatic, saidBy } from './plan-automatic.ts'

const text = readFileSync(new URL('../../../workflows/operations-review.yaml', import.meta.url), 'utf8')
function changed(change: (document: WorkflowDocument) => void): WorkflowDocument {
  const { document } = parseWorkflow(text)
  if (document === null) throw new Error('The example cannot be read.')
  change(document)
  return document
}
const example = compileWorkflow(
  changed(() => {}),
  1,
)
const codesOf = (change: (document: WorkflowDocument) => void) => lintWorkflow(changed(change)).map(({ code }) => code)
const day = 86_400_000
const hour = 3_600_000

describe('what customers read for a status', () => {
  const care = example.lifecycles.get('care')!
  it.for([
    ['es', 'A la espera de usted'],
    ['pt-BR', 'À sua espera'],
    ['fr', 'Waiting for you'],
  ])('in %s is %s', ([language = '', words]) => {
    expect(customerStatus(care, 'waiting_customer', language)).toBe(words)
  })

  it('is the label where there is no wording, and one text is for all languages', () => {
    const document = changed(({ lifecycles }) => {
      delete lifecycles['care']!.statuses['handling']!.customer
      lifecycles['care']!.statuses['solved']!.customer = 'Done'
    })
    const plain = compileWorkflow(document, 1).lifecycles.get('care')!
    expect(customerStatus(plain, 'handling', 'es')).toBe('Handling')
    expect(customerStatus(plain, 'solved', 'es')).toBe('Done')
    expect(customerStatus(plain, 'gone', 'es')).toBe('gone')
  })

  it('is doubted where a language of the workflow has none', () => {
    expect(codesOf(({ lifecycles }) => (lifecycles['care']!.statuses['solved']!.customer = { en: 'Done' }))).toContain(
      'wording_missing',
    )
  })
})

describe('the next automatic move', () => {
  const stay = { lifecycle: 'care', status: 'waiting_customer', since: 0, made: [] as string[] }
  const next = (made: string[]) => nextAutomatic(example, { ...stay, made })

  it('comes in the order of time, and none after the last', () => {
    expect(next([])).toMatchObject({ move: { id: 'remind-guest' }, dueAt: 2 * day })
    expect(next(['remind-guest'])).toMatchObject({ move: { id: 'solve-unanswered' }, dueAt: 5 * day })
    expect(next(['solve-unanswered'])).toBeNull()
    expect(nextAutomatic(example, { ...stay, status: 'handling' })).toBeNull()
  })

  it('counts the hours of its calendar', () => {
    const workflow = compileWorkflow(
      changed(({ lifecycles }) => {
        lifecycles['care']!.automatic![0] = {
          id: 'soon',
          in: 'waiting_customer',
          after: '8h',
          calendar: 'business-hours',
          say: 'Hi',
        }
      }),
      1,
    )
    // Friday 14:00 in Madrid: one hour is left of the day, and Saturday and Sunday are closed.
    const since = Date.parse('2026-11-20T13:00:00Z')
    expect(nextAutomatic(workflow, { ...stay, since })?.dueAt).toBe(since + 3 * day + 3 * hour)
  })

  it('speaks the language of the ticket, or the first it has', () => {
    const move = next([])!.move
    expect(saidBy(move, 'pt-BR')).toContain('Aguardamos')
    expect(saidBy(move, 'fr')).toContain('We are waiting')
    expect(saidBy({ ...move, say: new Map([['*', 'Hello']]) }, 'es')).toBe('Hello')
    expect(saidBy({ ...move, say: null }, 'es')).toBeNull()
  })

  const moves = (document: WorkflowDocument) => document.lifecycles['care']!.automatic!
  const faults: [code: string, change: (document: WorkflowDocument) => void][] = [
    ['automatic_stage', (document) => void (moves(document)[0]!.in = 'handling')],
    ['unknown_status', (document) => void (moves(document)[0]!.in = 'nowhere')],
    ['unknown_status', (document) => void (moves(document)[1]!.to = 'nowhere')],
    ['automatic_without_effect', (document) => void delete moves(document)[0]!.say],
    ['automatic_refused', (document) => void delete moves(document)[1]!.with],
    ['automatic_refused', (document) => void (moves(document)[2]!.to = 'classified')],
    ['automatic_unreachable', (document) => void (moves(document)[0]!.after = '6d')],
    ['duplicate_name', (document) => void (moves(document)[1]!.id = 'remind-guest')],
    ['unknown_calendar', (document) => void (moves(document)[0]!.calendar = 'nights')],
    ['out_of_range', (document) => void (moves(document)[0]!.after = '0s')],
  ]
  it.for(faults)('is refused or doubted: %s', ([code, change]) => {
    expect(codesOf(change)).toContain(code)
  })
})

describe('what a type asks for', () => {
  const asking = compileWorkflow(
    changed(({ types }) => {
      types['payment_issue']!.fields!['transactionId']!.requiredFor = ['verifying', 'closed']
    }),
    1,
  )
  it('are its fields, by the status they stand before', () => {
    expect(fieldsAsked(asking, 'payment_issue')).toEqual(
      new Map([
        ['verifying', ['fields.transactionId']],
        ['closed', ['fields.transactionId']],
      ]),
    )
    expect(fieldsAsked(asking, 'incident').size).toBe(0)
    expect(fieldsAsked(asking, null).size).toBe(0)
  })

  it('and its checklist, of which it has one', () => {
    expect(checklistOfType(example, 'security_alert')?.slug).toBe('security-first-hour')
    expect(checklistOfType(example, null)).toBeNull()
    const two = codesOf(({ checklists }) => {
      checklists!['other'] = { label: 'Other', types: ['security_alert'], items: ['x'] }
    })
    expect(two).toContain('checklist_twice')
  })

  it('names statuses and types there are', () => {
    expect(codesOf(({ types }) => (types['payment_issue']!.fields!['amount']!.requiredFor = ['nowhere']))).toContain(
      'unknown_status',
    )
    expect(codesOf(({ checklists }) => (checklists!['security-first-hour']!.types = ['nothing']))).toContain(
      'unknown_type',
    )
  })
})
