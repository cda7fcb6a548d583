import type { AttemptReport, SignedCallback } from '../modules/deliveries/index.ts'
import type { Context } from '../platform/context.ts'
import type { Log } from '../platform/log.ts'
import type { OutboundClient } from '../platform/outbound/index.ts'
import { asError } from './loop.ts'

/**
 * Makes one attempt and tells what came back. An error of our own is an answer too, so that a delivery that cannot be
 * sent is counted and taken out in the end. Rejects only when `signal` ends it.
 */
export async function sendCallback(
  context: Context,
  callback: SignedCallback,
  by: { client: OutboundClient; log: Log; signal: AbortSignal },
): Promise<AttemptReport> {
  const { delivery } = callback
  const startedAt = context.now() - context.workspace.clockOffsetMs
  const failOurselves = (error: Error): AttemptReport => {
    by.log.error('job.failed', { job: 'deliveries.send', workspaceId: context.workspace.id, error })
    return { delivery, startedAt, result: { kind: 'broken', durationMs: 0 } }
  }
  if (callback.kind === 'broken') return failOurselves(callback.error)
  const requestHeaders = shownHeaders(callback.request.headers)
  try {
    const result = await by.client.send({ ...callback.request, signal: by.signal })
    return { delivery, startedAt, result, requestHeaders }
  } catch (error) {
    if (by.signal.aborted) throw error
    return failOurselves(asError(error))
  }
}

/** The log shows how many keys signed, not what would pass for a signed request. */
function shownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const signatures = headers['webhook-signature']?.replaceAll(/v1,(\S{8})\S*/g, 'v1,$1…') ?? ''
  const own = headers['x-signature']
  return {
    ...headers,
    'webhook-signature': signatures,
    ...(own !== undefined && { 'x-signature': `${own.slice(0, 8)}…` }),
  }
}
