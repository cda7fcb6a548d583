import { retryLimits } from '../webhooks/next-attempt.ts'
import type { WorkflowDocument } from './document.ts'
import { durationMs } from './duration.ts'
import type { Finding } from './finding.ts'
import { fault } from './finding.ts'

/** Waits that would hammer an endpoint, and schedules that outlast what is told. */
export function lintDeliveries({ deliveries }: WorkflowDocument): readonly Finding[] {
  const waits = (deliveries?.retries ?? []).map((wait) => durationMs(wait) ?? 0)
  const findings = waits.flatMap((ms, index): Finding[] => {
    if (ms >= retryLimits.leastMs && ms <= retryLimits.mostMs) return []
    const message = 'An attempt is made again after a second at least and after 24 hours at most.'
    return [fault('out_of_range', ['deliveries', 'retries', index], message)]
  })
  if (findings.length > 0 || waits.reduce((sum, ms) => sum + ms, 0) <= retryLimits.togetherMs) return findings
  const message = 'The waits are 120 hours together at most: an endpoint that fails for so long is given up.'
  return [fault('out_of_range', ['deliveries', 'retries'], message)]
}
