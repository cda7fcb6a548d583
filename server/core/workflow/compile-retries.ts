import { attemptDelaysMs } from '../webhooks/next-attempt.ts'
import type { WorkflowDocument } from './document.ts'
import { durationMs } from './duration.ts'

/** The wait before each attempt of a delivery, 0 before the first; the standard schedule where the workflow has none. */
export function compileRetries(deliveries: WorkflowDocument['deliveries']): readonly number[] {
  if (deliveries?.retries === undefined) return attemptDelaysMs
  return [0, ...deliveries.retries.map((wait) => durationMs(wait) ?? 0)]
}
