import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { memoryKey } from '../../platform/memory.ts'
import { checkUrl, createOutboundPolicy, type OutboundPolicy } from '../../platform/outbound/index.ts'

/** Where callbacks may go; the start of the service replaces it by what its settings allow. */
export const outboundPolicy = memoryKey<OutboundPolicy>('deliveries.policy', () =>
  createOutboundPolicy({ allowCidrs: [], loopbackAllowed: false }),
)

/**
 * Refuses an address that callbacks could never go to, by its text alone; names are vetted at every sending.
 * Throws `callback_refused` (api.md, Outgoing webhooks).
 */
export function checkCallbackUrl(context: Context, url: string, pointer = '/callbackUrl'): void {
  const verdict = checkUrl(context.memory.of(outboundPolicy), url)
  if (verdict.ok) return
  throw new AppError('callback_refused', verdict.message, { reason: verdict.reason }, [
    { pointer, code: verdict.reason, message: verdict.message },
  ])
}
