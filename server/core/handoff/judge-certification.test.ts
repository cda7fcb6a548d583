import { describe, expect, it } from 'vitest'
import {
  type CertificationExchange,
  type CertificationProbe,
  judgeCertification,
  overallVerdict,
} from './judge-certification.ts'

const seen = (probe: CertificationProbe, more: Partial<CertificationExchange> = {}): CertificationExchange => {
  return { probe, status: 200, durationMs: 20, externalId: null, isGone: false, ...more }
}

/** What a good endpoint answers. */
const good: readonly CertificationExchange[] = [
  seen('signed', { externalId: 'A-1' }),
  seen('forged', { status: 401 }),
  seen('repeated', { externalId: 'A-1' }),
  seen('broken', { status: 400 }),
  seen('resumed', { externalId: 'A-2' }),
  seen('later', { externalId: 'A-3' }),
  seen('earlier', { externalId: 'A-3' }),
  seen('unknown', { status: 422 }),
  seen('burst', { externalId: 'A-4' }),
  seen('burst', { externalId: 'A-5', durationMs: 3_000 }),
]

/** The verdicts that are not good when one answer is another. */
function verdictsWith(probe: CertificationProbe, more: Partial<CertificationExchange>): string[] {
  const changed = good.map((one) => (one.probe === probe ? { ...one, ...more } : one))
  return judgeCertification(changed).flatMap(({ check, verdict }) =>
    verdict === 'passed' ? [] : [`${check} ${verdict}`],
  )
}

describe('a rehearsal', () => {
  it('passes what answers well', () => {
    const checks = judgeCertification(good)
    expect(checks.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 6 }, () => 'passed'))
    expect(overallVerdict(checks)).toBe('passed')
  })

  it.each([
    ['forged', { status: 200 }, ['signature failed']],
    ['forged', { status: 500 }, ['signature failed']],
    ['signed', { status: 500, externalId: null }, ['signature failed', 'idempotency failed']],
    ['repeated', { status: 409, externalId: null }, ['idempotency failed']],
    ['repeated', { externalId: 'A-9' }, ['idempotency failed']],
    ['repeated', { externalId: null }, ['idempotency unproven']],
    ['broken', { status: 204 }, ['retry failed']],
    ['resumed', { status: 400, externalId: null }, ['retry failed']],
    ['resumed', { externalId: null }, ['retry failed']],
    ['earlier', { externalId: 'A-9' }, ['order failed']],
    ['earlier', { status: 409, externalId: null }, ['order failed']],
    ['later', { externalId: 'A-1' }, ['order failed']],
    ['unknown', { status: 410, isGone: true }, ['gone failed']],
    ['unknown', { status: 200 }, []],
    ['unknown', { status: 500 }, ['gone failed']],
    ['broken', { isGone: true }, ['gone failed']],
    ['burst', { durationMs: 3_001 }, ['slow failed']],
    ['burst', { status: 503 }, ['slow failed']],
    ['burst', { status: null }, ['slow failed']],
    ['unknown', { status: null }, ['gone failed', 'slow failed']],
  ] as const)('says of %s with %o: %j', (probe, more, expected) => {
    expect(verdictsWith(probe, more)).toEqual(expected)
  })

  it('fails what never came', () => {
    const checks = judgeCertification([])
    expect(checks.filter(({ verdict }) => verdict === 'failed').map(({ check }) => check)).toEqual([
      'signature',
      'idempotency',
      'retry',
      'order',
      'gone',
    ])
    expect(overallVerdict(checks)).toBe('failed')
  })

  it('is unproven where nothing failed and not all was shown', () => {
    const checks = judgeCertification(good.map((one) => ({ ...one, externalId: null })))
    expect(overallVerdict(checks)).toBe('unproven')
  })
})
