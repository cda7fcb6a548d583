import { describe, expect, it } from 'vitest'
import type { ClassifyRequest } from './classification.ts'
import { classify } from './classify.ts'
import { compileWorkflow } from './compile-workflow.ts'
import type { WorkflowDocument } from './document.ts'
import { lintWorkflow } from './lint-workflow.ts'

type Rules = WorkflowDocument['routing']['rules']

const documentWith = (rules: Rules, extra: Partial<WorkflowDocument> = {}): WorkflowDocument => ({
  name: 'Test',
  zone: 'Europe/Madrid',
  tickets: { serviceLine: 'desk', language: 'en', priority: 'normal' },
  languages: ['en', 'pt'],
  channels: { ticket: { label: 'Ticket' } },
  serviceLines: { desk: { label: 'Desk' }, shop: { label: 'Shop', category: 'goods', type: 'wish', queue: 'shop' } },
  types: {
    incident: { label: 'Incident', priority: 'critical', lifecycle: 'short' },
    wish: { label: 'Wish', priority: 'low' },
  },
  categories: { servers: { label: 'Servers', type: 'incident', queue: 'servers' }, goods: { label: 'Goods' } },
  services: { database: { label: 'Database', kind: 'infrastructure', queue: 'servers' } },
  teams: { ops: { label: 'Ops' } },
  skills: { sql: { label: 'SQL' }, linux: { label: 'Linux' } },
  lifecycles: { long: lifecycle, short: lifecycle },
  calendars: { always: { zone: 'UTC', alwaysOpen: true } },
  slaPolicies: {
    urgent: { label: 'Urgent', when: 'request.priority == "critical"', calendar: 'always', targets },
    rest: { label: 'Rest', calendar: 'always', targets },
  },
  routing: {
    otherwise: 'desk',
    rules,
    queues: {
      desk: { label: 'Desk' },
      servers: { label: 'Servers' },
      shop: { label: 'Shop' },
      cases: { label: 'Cases', kind: 'case' },
    },
  },
  ...extra,
})

const lifecycle: WorkflowDocument['lifecycles'][string] = {
  label: 'Stages',
  start: 'created',
  classified: 'classified',
  assigned: 'assigned',
  statuses: {
    created: { label: 'Created', category: 'new' },
    classified: { label: 'Classified', category: 'new' },
    assigned: { label: 'Assigned', category: 'open' },
    closed: { label: 'Closed', category: 'closed' },
  },
  transitions: [
    { from: 'created', to: 'classified' },
    { from: 'classified', to: 'assigned' },
    { from: 'assigned', to: 'closed' },
  ],
}

const targets = { critical: {}, high: {}, normal: { resolution: '4h' }, low: {} }

const now = Date.UTC(2026, 2, 3, 9)
const run = (rules: Rules, request: Partial<ClassifyRequest> = {}) => {
  const document = documentWith(rules)
  expect(lintWorkflow(document).filter(({ severity }) => severity === 'error')).toEqual([])
  return classify(compileWorkflow(document, 1), { channel: 'ticket', summary: 'Hello', ...request }, now)
}

describe('what decides', () => {
  const rule: Rules[number] = {
    id: 'one',
    when: 'true',
    set: { queue: 'servers', priority: 'high', type: 'incident', category: 'servers' },
  }

  it('a rule beats every default', () => {
    expect(run([rule])).toMatchObject({
      queue: 'servers',
      priority: 'high',
      type: 'incident',
      category: 'servers',
      classifiedBy: 'rule',
      status: 'classified',
      lifecycle: 'short',
    })
  })

  it('the caller beats every rule', () => {
    expect(run([rule], { priority: 'medium', type: 'wish', category: 'goods' })).toMatchObject({
      priority: 'normal',
      type: 'wish',
      category: 'goods',
      classifiedBy: 'caller',
      queue: 'servers',
    })
  })

  it('an earlier rule beats a later one, requirements add up to the higher level', () => {
    const found = run([
      {
        id: 'one',
        when: 'true',
        continue: true,
        set: { queue: 'shop' },
        require: { skills: { sql: 3 }, language: ['pt'] },
        tag: 'a',
        notify: 'ops',
      },
      {
        id: 'two',
        when: 'true',
        set: { queue: 'servers', priority: 'low' },
        require: { skills: { sql: 1, linux: 2 } },
        tag: ['a', 'b'],
      },
      { id: 'three', when: 'true', set: { priority: 'critical' } },
    ])
    expect(found).toMatchObject({ queue: 'shop', priority: 'low', tags: ['a', 'b'], notify: ['ops'] })
    expect(found.requirements).toEqual({ skills: { sql: 3, linux: 2 }, languages: ['en', 'pt'] })
    expect(found.trace.map(({ rule: id }) => id)).toEqual(['one', 'two'])
  })

  it('a later rule sees what an earlier one set', () => {
    const found = run([
      { id: 'read', when: 'request.summary.hasWord("hello")', continue: true, set: { category: 'servers' } },
      { id: 'route', when: 'request.category == "servers"', set: { queue: 'servers' } },
    ])
    expect(found).toMatchObject({ queue: 'servers', classifiedBy: 'rule', type: 'incident', priority: 'critical' })
  })

  it('a category names the type and, when no rule does, the queue', () => {
    expect(run([], { category: 'servers' })).toMatchObject({
      type: 'incident',
      priority: 'critical',
      queue: 'servers',
      slaPolicy: 'urgent',
    })
  })

  it('the service line is the last to name category, type and queue, and what it assumes sets no priority', () => {
    expect(run([], { serviceLine: 'shop' })).toMatchObject({
      category: 'goods',
      type: 'wish',
      queue: 'shop',
      priority: 'normal',
      classifiedBy: 'default',
      status: 'classified',
    })
  })

  it('without a category the ticket stays created and goes where everything else goes', () => {
    expect(run([])).toMatchObject({
      category: null,
      classifiedBy: null,
      status: 'created',
      queue: 'desk',
      slaPolicy: 'rest',
    })
    expect(run([], { category: 'goods' })).toMatchObject({
      category: 'goods',
      type: null,
      classifiedBy: null,
      status: 'created',
    })
  })

  it('an affected service names the queue before the category does', () => {
    expect(run([], { affected: ['unknown', 'database'], category: 'goods' })).toMatchObject({ queue: 'servers' })
  })

  it('a rule may name the SLA policy', () => {
    expect(run([{ id: 'sla', when: 'true', set: { slaPolicy: 'urgent' } }])).toMatchObject({ slaPolicy: 'urgent' })
  })

  it('the kind is the request’s, else the queue’s, else a ticket', () => {
    expect(run([]).kind).toBe('ticket')
    expect(run([{ id: 'c', when: 'true', set: { queue: 'cases' } }]).kind).toBe('case')
    expect(run([{ id: 'c', when: 'true', set: { queue: 'cases' } }], { kind: 'chat' }).kind).toBe('chat')
  })
})

describe('the trace', () => {
  it('keeps every rule asked, in order, and how the queue came about when no rule chose it', () => {
    const found = run([
      { id: 'no', when: 'request.language == "pt"', set: { queue: 'shop' } },
      { id: 'tagged', when: 'true', continue: true, tag: 'seen' },
    ])
    expect(found.trace).toEqual([
      { rule: 'no', matched: false, effect: '', line: null },
      { rule: 'tagged', matched: true, effect: 'tag seen', line: null },
      { rule: 'otherwise', matched: true, effect: 'queue desk', line: null },
    ])
  })

  it('says that a rule threw; it counts as false', () => {
    const found = run([{ id: 'throws', when: 'request.fields.amount > 5', set: { queue: 'shop' } }])
    expect(found.queue).toBe('desk')
    expect(found.trace[0]).toEqual({
      rule: 'throws',
      matched: false,
      effect: '',
      line: null,
      error: 'No such key: amount',
    })
  })

  it('does not carry an error over to the next rule', () => {
    const found = run([
      { id: 'throws', when: 'request.fields.amount > 5', tag: 'a' },
      { id: 'fine', when: 'request.language == "pt"', tag: 'b' },
    ])
    expect(found.trace[1]).toEqual({ rule: 'fine', matched: false, effect: '', line: null })
  })
})

describe('the compiled workflow', () => {
  it('does not change when classifying', () => {
    const snapshot = compileWorkflow(
      documentWith([{ id: 'one', when: 'true', tag: 'x', require: { skills: { sql: 1 } } }]),
      7,
    )
    const request: ClassifyRequest = { channel: 'ticket', summary: 'Hello', tags: Object.freeze(['own']) }
    expect(classify(snapshot, request, now)).toEqual(classify(snapshot, request, now))
    expect(request.tags).toEqual(['own'])
    expect(snapshot.version).toBe(7)
    expect([snapshot, snapshot.rules[0]?.skills, snapshot.queues.get('desk')?.ageing.low].every(Object.isFrozen)).toBe(
      true,
    )
  })

  it('computes the priority from impact and urgency before the type’s default', () => {
    const row = { high: 'critical', normal: 'high', low: 'normal' } as const
    const document = documentWith([])
    const snapshot = compileWorkflow(
      { ...document, tickets: { ...document.tickets, matrix: { high: row, normal: row, low: row } } },
      1,
    )
    const ask = (request: Partial<ClassifyRequest>) =>
      classify(snapshot, { channel: 'ticket', summary: '', ...request }, now).priority
    expect(ask({ category: 'servers', impact: 'low', urgency: 'low' })).toBe('normal')
    expect(ask({ category: 'servers', impact: 'low' })).toBe('critical')
    expect(ask({ impact: 'low', urgency: 'low', priority: 'urgent' })).toBe('critical')
  })

  it('knows whether a ticket may be promised something else in another queue', () => {
    const asking = { label: 'Servers', when: 'request.queue == "servers"', calendar: 'always', targets }
    const rest = { label: 'Rest', calendar: 'always', targets }
    const isAsked = (slaPolicies: NonNullable<WorkflowDocument['slaPolicies']>, rules: Rules = []) =>
      compileWorkflow(documentWith(rules, { slaPolicies }), 1).isPromisedByQueue
    const rules: Rules = [
      { id: 'servers', when: 'request.queue == "servers"', tag: 'x', continue: true },
      { id: 'fast', when: 'request.channel == "ticket"', set: { slaPolicy: 'rest' } },
    ]
    expect(isAsked({ rest })).toBe(false)
    expect(isAsked({ asking, rest })).toBe(true)
    expect([isAsked({ rest }, rules.slice(0, 1)), isAsked({ rest }, rules)]).toEqual([false, true])
  })

  it('takes the queue a ticket waits in as given, and promises by it', () => {
    const asking = { label: 'Servers', when: 'request.queue == "servers"', calendar: 'always', targets }
    const rest = { label: 'Rest', calendar: 'always', targets }
    const rules: Rules = [{ id: 'shop', when: 'true', set: { queue: 'shop' } }]
    const snapshot = compileWorkflow(documentWith(rules, { slaPolicies: { asking, rest } }), 1)
    const ask = (queue?: string) => classify(snapshot, { channel: 'ticket', summary: '', queue }, now)
    expect(ask()).toMatchObject({ queue: 'shop', slaPolicy: 'rest' })
    expect(ask('servers')).toMatchObject({ queue: 'servers', slaPolicy: 'asking' })
  })

  it('serves a region’s language as the one that is spoken', () => {
    expect(run([], { language: 'pt-BR' }).language).toBe('pt')
    expect(run([], { language: 'fr' }).requirements.languages).toEqual(['fr'])
    expect(run([], { customer: { language: 'pt' } }).language).toBe('pt')
  })
})
