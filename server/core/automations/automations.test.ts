import { describe, expect, it } from 'vitest'
import { AutomationTicket, ChangeFacts, CustomerFacts, OrderFacts, SaidFacts, TimeFacts } from '../expressions/index.ts'
import { zoneOf } from '../calendars/index.ts'
import { compileCalendar } from '../calendars/index.ts'
import { countedIn } from '../workflow/counted-in.ts'
import { durationMs } from '../workflow/duration.ts'
import { controlChanges, controlsFor } from './controls.ts'
import { occasionOf } from './occasion.ts'
import { openBraceIn, partsOf, plainName, renderTemplate, textIn } from './template.ts'
import { dueOf, nextDue, type TicketTimes } from './time-trigger.ts'
import { holdFirstResponse, holdFromCustomer } from './first-response.ts'

const logged = { cause: null, actorKind: 'token', data: {} }

describe('what rules are asked on', () => {
  it.each([
    ['message.added', { visibility: 'public', authorKind: 'customer' }, 'message.received'],
    ['message.added', { visibility: 'public', authorKind: 'agent' }, 'message.sent'],
    ['message.added', { visibility: 'internal', authorKind: 'agent' }, 'note.added'],
    ['message.added', { visibility: 'partner', authorKind: 'agent' }, undefined],
    ['task.overflowed', {}, 'queue.overflowed'],
    ['ticket.solved', {}, 'ticket.solved'],
    ['automation.ran', {}, undefined],
    ['time', {}, undefined],
  ])('%s %j is %s', (type, data, on) => {
    expect(occasionOf({ ...logged, type, data })?.on).toBe(on)
  })

  it('knows what changed, and by whom', () => {
    const data = { from: 'assigned', to: 'waiting_customer', category: 'waiting' }
    expect(occasionOf({ ...logged, type: 'ticket.status_changed', data })?.change).toMatchObject({
      event: 'ticket.status_changed',
      from: 'assigned',
      to: 'waiting_customer',
      by: 'token',
    })
    const cause = { automation: 'b', chain: ['a', 'b'] }
    const warned = { metric: 'resolution', percent: null, offsetMs: -900_000 }
    expect(occasionOf({ ...logged, type: 'sla.warned', data: warned })?.change).toMatchObject({
      metric: 'resolution',
      percent: 0,
      offsetMinutes: -15,
    })
    const caused = occasionOf({ ...logged, type: 'ticket.updated', data: { changed: ['tags'] }, cause })
    expect(caused).toMatchObject({ chain: ['a', 'b'], change: { by: 'automation', fields: ['tags'] } })
  })
})

describe('controls', () => {
  const places = {
    workflow: { classify: 'suggest' },
    channels: { email: { firstResponse: 'send' }, voice: { firstResponse: 'off' } },
    queues: { payments: { firstResponse: 'suggest' }, security: { firstResponse: 'send', steps: 'off' } },
  } as const

  it.each([
    ['api', 'frontline', 'suggest'],
    ['email', 'frontline', 'send'],
    ['email', 'payments', 'suggest'],
    ['voice', 'security', 'off'],
    ['constructor', 'security', 'send'],
  ])('%s in %s: %s', (channel, queue, level) => {
    expect(controlsFor(places, { channel, queue }).firstResponse).toBe(level)
  })

  it('follow the workflow where channel and queue say nothing', () => {
    expect(controlsFor(places, { channel: 'api', queue: 'security' })).toEqual({
      firstResponse: 'send',
      steps: 'off',
      guidance: 'suggest',
      classify: 'suggest',
    })
  })

  it('name what a publication changes', () => {
    const after = { ...places, channels: { email: { firstResponse: 'off' } }, queues: places.queues } as const
    expect(controlChanges(places, after)).toEqual([
      { place: 'channel:email', control: 'firstResponse', from: 'send', to: 'off' },
      { place: 'channel:voice', control: 'firstResponse', from: 'off', to: 'standard' },
    ])
    expect(controlChanges(places, places)).toEqual([])
  })
})

describe('texts', () => {
  it('are filled in, once', () => {
    const values = { 'customer.name': '{{ticket.number}}', 'ticket.number': '7' } as const
    expect(renderTemplate('Hello {{ customer.name }}, {{ticket.number}}{{nothing | !}}', values)).toBe(
      'Hello {{ticket.number}}, 7!',
    )
    expect(partsOf('{{a}} {{b|c}}')).toEqual([
      { variable: 'a', otherwise: '', start: 0 },
      { variable: 'b', otherwise: 'c', start: 6 },
    ])
    expect(openBraceIn('{{a}} {{b')).toBe(6)
    expect(openBraceIn('{{a}} {b}')).toBeNull()
  })

  it.each([
    ['Inês Reis', 'Inês Reis'],
    ['  Ana\n\tB ', 'Ana B'],
    ['win at http://evil.example', ''],
    ['evil.example', ''],
    ['a@b.example', ''],
    ['Dr. No', 'Dr. No'],
    ['x'.repeat(61), ''],
    [null, ''],
  ])('take the name %j as %j', (name, plain) => {
    expect(plainName(name)).toBe(plain)
  })

  it('are chosen by language', () => {
    const texts = { en: 'Hello', pt: 'Olá' }
    expect(textIn(texts, 'pt-BR', 'en')).toEqual({ language: 'pt', text: 'Olá' })
    expect(textIn(texts, 'fr', 'en')).toEqual({ language: 'en', text: 'Hello' })
    expect(textIn({}, 'fr', 'en')).toBeNull()
  })
})

describe('a time that is waited for', () => {
  const times: TicketTimes = {
    status: 'waiting_customer',
    statusCategory: 'waiting',
    createdAt: 0,
    statusSince: 1_000,
    changedAt: 2_000,
  }
  const trigger = { afterMs: 500, since: 'status', in: [], calendar: null } as const
  const rule = {
    slug: 'r',
    label: 'R',
    line: null,
    events: new Set<never>(),
    time: trigger,
    when: null,
    actions: [],
    stops: false,
    isOff: false,
  }

  it.each([
    ['status', 1_500],
    ['unchanged', 2_500],
    ['created', 500],
  ] as const)('counts from %s', (since, at) => {
    expect(dueOf({ ...trigger, since }, times)?.at).toBe(at)
  })

  it('counts in the statuses named, and never in closed ones unless they are', () => {
    expect(dueOf({ ...trigger, in: ['waiting'] }, times)).not.toBeNull()
    expect(dueOf({ ...trigger, in: ['waiting_customer'] }, times)).not.toBeNull()
    expect(dueOf({ ...trigger, in: ['open'] }, times)).toBeNull()
    const closed = { ...times, status: 'closed', statusCategory: 'closed' }
    expect(dueOf(trigger, closed)).toBeNull()
    expect(dueOf({ ...trigger, in: ['closed'] }, closed)).not.toBeNull()
  })

  it('counts working days of a calendar where it waits for days', () => {
    const office = compileCalendar('office', {
      zone: 'UTC',
      week: { thu: [['09:00', '17:00']], fri: [['09:00', '17:00']] },
    })
    const waits = (after: string) =>
      dueOf(
        { ...trigger, afterMs: durationMs(after) ?? 0, calendar: countedIn(office, after) },
        { ...times, statusSince: 0 },
      )
    expect(waits('2d')?.at).toBe(Date.parse('1970-01-02T17:00:00Z'))
    expect(waits('16h')?.at).toBe(Date.parse('1970-01-02T17:00:00Z'))
    expect(waits('24h')?.at).toBe(Date.parse('1970-01-08T17:00:00Z'))
    expect(countedIn(undefined, '2d')).toBeNull()
  })

  it('counts by the hours of a calendar', () => {
    const calendar = compileCalendar('office', { zone: 'UTC', week: { thu: [['09:00', '17:00']] } })
    const due = dueOf({ ...trigger, afterMs: 3_600_000, calendar }, { ...times, statusSince: 0 })
    expect(due?.at).toBe(10 * 3_600_000)
  })

  it('is the earliest of those still to come', () => {
    const later = { ...rule, time: { ...trigger, afterMs: 5_000 } }
    expect(nextDue([later, rule], times, 0)).toBe(1_500)
    expect(nextDue([later, rule], times, 1_500)).toBe(6_000)
    expect(nextDue([{ ...rule, isOff: true }], times, 0)).toBeNull()
  })
})

describe('the first response is held back', () => {
  const facts = {
    ticket: Object.assign(new AutomationTicket(), { language: 'en', statusCategory: 'new' }),
    change: new ChangeFacts(),
    message: new SaidFacts(),
    customer: new CustomerFacts(),
    order: new OrderFacts(),
    time: new TimeFacts(zoneOf('UTC'), 0),
  }
  const asked = {
    facts,
    controls: { firstResponse: 'send', steps: 'off', guidance: 'off', classify: 'set' },
    responses: { otherwise: { en: 'Hello' }, serviceLines: new Map() },
    language: 'en',
    ageMs: 0,
  } as const
  const withTicket = (ticket: Partial<AutomationTicket>) => ({
    ...asked,
    facts: { ...facts, ticket: Object.assign(new AutomationTicket(), facts.ticket, ticket) },
  })

  it.each([
    ['not at all', asked, undefined],
    ['by the controls', { ...asked, controls: { ...asked.controls, firstResponse: 'suggest' as const } }, 'control'],
    ['without a text', { ...asked, responses: null }, 'no_text'],
    ['when somebody was quicker', withTicket({ answered: true }), 'answered'],
    ['when it is over', withTicket({ statusCategory: 'closed' }), 'answered'],
    ['when it is late', { ...asked, ageMs: 3_600_001 }, 'too_late'],
  ])('%s', (_name, given, code) => {
    expect(holdFirstResponse(given)?.code).toBe(code)
  })

  it.each([
    [{ tickets: 99, answered: 4 }, null],
    [{ tickets: 5, answered: 5 }, 'This customer was answered 5 times within the hour.'],
    [{ tickets: 100, answered: 0 }, 'This customer raised 100 tickets or more within the hour.'],
  ])('to a customer who lately got %j', (lately, text) => {
    expect(holdFromCustomer(lately)?.text ?? null).toBe(text)
  })
})
