import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainHandoff, type HandoffSubscriber, partnerEventOf, planHandoff, ticketTypeOf } from './index.ts'

type Question = Parameters<typeof planHandoff>[0]

const placedAt = Date.UTC(2026, 2, 3, 12)
const threshold = 60 * 60_000
const subscriber = (more: Partial<HandoffSubscriber> = {}): HandoffSubscriber => ({
  id: 'sub',
  type: 'STORE',
  storeId: null,
  franchisee: null,
  partnerId: 'acme',
  integrationId: 'acme-es',
  echoesOwn: false,
  ...more,
})
const everywhere = [
  subscriber({ id: 'store', storeId: '42' }),
  subscriber({ id: 'franchisee', franchisee: 'Tejo' }),
  subscriber({ id: 'region' }),
  subscriber({ id: 'general', type: 'GENERAL' }),
  subscriber({ id: 'strayGeneral', type: 'GENERAL', storeId: '42' }),
]
const ask = (more: Partial<Question> = {}) =>
  planHandoff({
    configuredType: 'STORE',
    thresholdMinutes: 60,
    isForwarded: true,
    withoutSubscriberIsGeneral: false,
    submittedAt: placedAt + 10 * 60_000,
    order: { placedAt },
    store: { storeId: '42', franchisee: 'Tejo' },
    raisedBy: { partnerId: null, integrationId: null },
    subscribers: everywhere,
    ...more,
  })
const after = (elapsedMs: number, more: Partial<Question> = {}) => ask({ submittedAt: placedAt + elapsedMs, ...more })

describe('a submission', () => {
  it.each([
    ['a millisecond before the threshold', after(threshold - 1), 'STORE', null, null],
    ['at the threshold', after(threshold), 'GENERAL', 'late', 0],
    ['a millisecond after it', after(threshold + 1), 'GENERAL', 'late', 1],
    ['before its order', after(-1), 'STORE', null, null],
    ['with no threshold', after(99 * threshold, { thresholdMinutes: null }), 'STORE', null, null],
    ['with a threshold of zero', after(0, { thresholdMinutes: 0 }), 'GENERAL', 'late', 0],
    ['with a threshold of zero, before its order', after(-5, { thresholdMinutes: 0 }), 'GENERAL', 'late', 0],
    ['without an order', ask({ order: null }), 'GENERAL', 'no_order', null],
    ['of a general category', ask({ configuredType: 'GENERAL' }), 'GENERAL', null, null],
  ])('%s', (_, { resolvedType, reason, lateByMs }, ...expected) => {
    expect([resolvedType, reason, lateByMs]).toEqual(expected)
  })

  it('is told to the store, else its franchisee, else the region', () => {
    const without = (...ids: string[]) => everywhere.filter(({ id }) => !ids.includes(id))
    const told = (subscribers: HandoffSubscriber[]) => ask({ subscribers }).subscriber?.id ?? null
    expect(told(everywhere)).toBe('store')
    expect(told(without('store'))).toBe('franchisee')
    expect(told(without('store', 'franchisee'))).toBe('region')
    expect(told(without('store', 'franchisee', 'region'))).toBe(null)
    expect(ask({ store: null }).subscriber?.id).toBe('region')
  })

  it('that is general is told to the region alone, whatever the store has', () => {
    const plan = ask({ configuredType: 'GENERAL' })
    expect([plan.subscriber?.id, plan.sought]).toEqual(['general', ['region']])
    const stores = everywhere.filter(({ id }) => id !== 'general')
    expect(ask({ configuredType: 'GENERAL', subscribers: stores })).toMatchObject({
      outcome: 'no_subscriber',
      subscriber: null,
    })
  })

  it('stays in the house where its sub-category says so', () => {
    expect(ask({ isForwarded: false })).toMatchObject({ outcome: 'internal', subscriber: null, resolvedType: 'STORE' })
  })

  it('is not told to the integration that raised it, unless it asked for that', () => {
    const raisedBy = { partnerId: 'acme', integrationId: 'acme-es' }
    expect(ask({ raisedBy }).outcome).toBe('own_submission')
    expect(ask({ raisedBy: { ...raisedBy, integrationId: 'acme-pt' } }).outcome).toBe('forwarded')
    expect(ask({ raisedBy: { ...raisedBy, integrationId: null } }).outcome).toBe('own_submission')
    expect(ask({ raisedBy: { partnerId: 'other', integrationId: null } }).outcome).toBe('forwarded')
    const echoing = [subscriber({ echoesOwn: true })]
    expect(ask({ raisedBy, subscribers: echoing }).outcome).toBe('forwarded')
  })

  describe('of a market that makes a STORE ticket without a subscriber GENERAL', () => {
    const without = { withoutSubscriberIsGeneral: true, subscribers: everywhere.filter(({ type }) => type !== 'STORE') }
    const became = { configuredType: 'STORE', resolvedType: 'GENERAL', reason: 'no_store_subscriber' }

    it('is told to the general subscriber of the region', () => {
      expect(ask(without)).toMatchObject({ ...became, outcome: 'forwarded', subscriber: { id: 'general' } })
      expect(ask(without)).toMatchObject({ sought: ['region'], soughtForStore: ['store', 'franchisee', 'region'] })
      expect(ask({ ...without, store: null }).soughtForStore).toEqual(['region'])
    })

    it('is told to nobody where nobody is subscribed for that either', () => {
      expect(ask({ ...without, subscribers: [] })).toMatchObject({ ...became, outcome: 'no_subscriber' })
    })

    it('is not told to the partner that raised it', () => {
      const raisedBy = { partnerId: 'acme', integrationId: 'acme-es' }
      expect(ask({ ...without, raisedBy })).toMatchObject({ ...became, outcome: 'own_submission' })
    })

    it('stays STORE with a subscriber, one that raised it itself too', () => {
      const { withoutSubscriberIsGeneral } = without
      expect(ask({ withoutSubscriberIsGeneral })).toMatchObject({ outcome: 'forwarded', resolvedType: 'STORE' })
      const own = { raisedBy: { partnerId: 'acme', integrationId: 'acme-es' }, withoutSubscriberIsGeneral }
      expect(ask(own)).toMatchObject({ outcome: 'own_submission', resolvedType: 'STORE', soughtForStore: null })
    })

    it('stays STORE in the house, and says late or no order where that is why', () => {
      expect(ask({ ...without, isForwarded: false })).toMatchObject({ outcome: 'internal', resolvedType: 'STORE' })
      expect(after(threshold, without).reason).toBe('late')
      expect(ask({ ...without, order: null }).reason).toBe('no_order')
      expect(ask({ ...without, configuredType: 'GENERAL' }).reason).toBe(null)
    })

    it('is nobody’s otherwise', () => {
      expect(ask({ ...without, withoutSubscriberIsGeneral: false })).toMatchObject({
        outcome: 'no_subscriber',
        resolvedType: 'STORE',
        soughtForStore: null,
      })
    })
  })

  it('is explained in words', () => {
    const words = (plan: ReturnType<typeof ask>) => explainHandoff(plan, 'Acme').map(({ text }) => text)
    expect(words(after(2 * threshold))).toEqual([
      'late by 60 min -> GENERAL',
      'Forwarded to Acme, subscribed for the region',
    ])
    expect(words(after(threshold + 90_000))[0]).toBe('late by 1 min 30 s -> GENERAL')
    expect(words(after(threshold))[0]).toBe('late by 0 s -> GENERAL')
    expect(words(ask({ order: null, subscribers: [] }))).toEqual([
      'No order -> GENERAL',
      'No GENERAL subscription for region: own queues',
    ])
    expect(words(ask({ withoutSubscriberIsGeneral: true, subscribers: [] }))).toEqual([
      'No STORE subscription for store, franchisee, region -> GENERAL',
      'No GENERAL subscription for region: own queues',
    ])
    expect(words(ask({ isForwarded: false }))[1]).toContain('not submitted to partners')
    expect(words(ask())).toEqual(['STORE as its category says, in time', 'Forwarded to Acme, subscribed for the store'])
  })
})

const words = fc.constantFrom(null, 'a', 'b')
const anySubscriber = fc.record({
  id: fc.uuid(),
  type: fc.constantFrom('STORE' as const, 'GENERAL' as const),
  storeId: words,
  franchisee: words,
  partnerId: fc.constantFrom('p', 'q'),
  integrationId: words,
  echoesOwn: fc.boolean(),
})
const anyQuestion: fc.Arbitrary<Question> = fc.record({
  configuredType: fc.constantFrom('STORE' as const, 'GENERAL' as const),
  thresholdMinutes: fc.option(fc.integer({ min: 0, max: 240 })),
  isForwarded: fc.boolean(),
  withoutSubscriberIsGeneral: fc.boolean(),
  submittedAt: fc.integer({ min: 0, max: 4e12 }),
  order: fc.option(fc.record({ placedAt: fc.option(fc.integer({ min: 0, max: 4e12 })) })),
  store: fc.option(fc.record({ storeId: fc.constantFrom('a', 'b', 'c'), franchisee: words })),
  raisedBy: fc.record({ partnerId: fc.constantFrom(null, 'p', 'q'), integrationId: words }),
  subscribers: fc.array(anySubscriber, { maxLength: 8 }),
})

describe('for any submission', () => {
  it('a subscriber is of the resolved type and reaches its place; only STORE reaches below the region', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const { subscriber: found, resolvedType, outcome, sought } = planHandoff(question)
        if (found === null) {
          expect(['internal', 'no_subscriber']).toContain(outcome)
          return
        }
        expect(found.type).toBe(resolvedType)
        if (found.storeId !== null) expect([resolvedType, found.storeId]).toEqual(['STORE', question.store?.storeId])
        else if (found.franchisee !== null)
          expect([resolvedType, found.franchisee]).toEqual(['STORE', question.store?.franchisee])
        if (resolvedType === 'GENERAL') expect(sought).toEqual(['region'])
      }),
    )
  })

  it('type and reason agree, and time only ever moves it from STORE to GENERAL', () => {
    fc.assert(
      fc.property(anyQuestion, fc.nat({ max: 1e9 }), (question, later) => {
        const plan = planHandoff(question)
        expect(plan.reason !== null).toBe(plan.configuredType === 'STORE' && plan.resolvedType === 'GENERAL')
        expect(plan.lateByMs === null || plan.reason === 'late').toBe(true)
        const then = planHandoff({ ...question, submittedAt: question.submittedAt + later })
        if (plan.resolvedType === 'GENERAL') expect(then.resolvedType).toBe('GENERAL')
      }),
    )
  })

  it('a narrower subscriber is never passed over', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const { subscriber: found, resolvedType } = planHandoff({ ...question, isForwarded: true })
        if (resolvedType !== 'STORE' || question.store === null) return
        const { storeId } = question.store
        const ofStore = question.subscribers.some((one) => one.type === 'STORE' && one.storeId === storeId)
        expect(found?.storeId === storeId).toBe(ofStore)
      }),
    )
  })
})

describe('the names of the events', () => {
  it('have short forms on the way in', () => {
    expect(partnerEventOf('STORE')).toBe('STORE_SUPPORT_TICKET_EVENT')
    expect(ticketTypeOf('GENERAL_SUPPORT_TICKET')).toBe('GENERAL')
    expect(ticketTypeOf('STORE_SUPPORT_TICKET_EVENT')).toBe('STORE')
    expect([ticketTypeOf('STORE'), ticketTypeOf('toString')]).toEqual([null, null])
  })
})
