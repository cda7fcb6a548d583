import { describe, expect, it } from 'vitest'
import { resolveHandoffType } from './resolve-handoff-type.ts'

const placedAt = Date.UTC(2026, 2, 3, 12)
const threshold = 60 * 60_000
const store = (elapsedMs: number, thresholdMinutes: number | null = 60) =>
  resolveHandoffType({
    configuredType: 'STORE',
    thresholdMinutes,
    submittedAt: placedAt + elapsedMs,
    order: { placedAt },
  })

describe('resolveHandoffType', () => {
  it('keeps STORE until a millisecond before the threshold', () => {
    expect(store(threshold - 1)).toEqual({ resolvedType: 'STORE', reason: null })
  })

  it('is GENERAL from the threshold on', () => {
    expect(store(threshold)).toEqual({ resolvedType: 'GENERAL', reason: 'late' })
    expect(store(threshold + 1)).toEqual({ resolvedType: 'GENERAL', reason: 'late' })
  })

  it('is off when the threshold is unset', () => {
    expect(store(1_000 * threshold, null)).toEqual({ resolvedType: 'STORE', reason: null })
  })

  it('is always GENERAL with a threshold of zero', () => {
    expect(store(0, 0)).toEqual({ resolvedType: 'GENERAL', reason: 'late' })
    expect(store(-5_000, 0)).toEqual({ resolvedType: 'GENERAL', reason: 'late' })
  })

  it('keeps STORE for an order placed in the future', () => {
    expect(store(-1)).toEqual({ resolvedType: 'STORE', reason: null })
  })

  it('is GENERAL without an order, threshold or not', () => {
    const facts = { configuredType: 'STORE', submittedAt: placedAt, order: null } as const
    expect(resolveHandoffType({ ...facts, thresholdMinutes: 60 })).toEqual({
      resolvedType: 'GENERAL',
      reason: 'no_order',
    })
    expect(resolveHandoffType({ ...facts, thresholdMinutes: null })).toEqual({
      resolvedType: 'GENERAL',
      reason: 'no_order',
    })
  })

  it('leaves GENERAL alone', () => {
    const facts = { configuredType: 'GENERAL', thresholdMinutes: 60, submittedAt: placedAt } as const
    expect(resolveHandoffType({ ...facts, order: { placedAt } })).toEqual({ resolvedType: 'GENERAL', reason: null })
    expect(resolveHandoffType({ ...facts, order: null })).toEqual({ resolvedType: 'GENERAL', reason: null })
  })

  it('does not call an order late whose time is not known', () => {
    const facts = {
      configuredType: 'STORE',
      thresholdMinutes: 60,
      submittedAt: placedAt,
      order: { placedAt: null },
    } as const
    expect(resolveHandoffType(facts)).toEqual({ resolvedType: 'STORE', reason: null })
  })
})
