import { OutboundError } from './outbound-error.ts'

/** The time one request has, and the caller's wish to stop it earlier. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Settles with the work, or rejects at the deadline even if the work does not listen to the signal. */
  race<T>(work: Promise<T>): Promise<T>
  end(): void
}

/** Starts it: past `timeoutMs` the signal aborts with OutboundError `timeout`, on the caller's abort with the caller's reason. */
export function startDeadline(timeoutMs: number, callerSignal?: AbortSignal): Deadline {
  const controller = new AbortController()
  const { promise: ended, reject } = Promise.withResolvers<never>()
  ended.catch(() => undefined)
  const stop = (reason: unknown): void => {
    controller.abort(reason)
    reject(reason)
  }
  const timer = setTimeout(() => stop(new OutboundError('timeout', `No answer within ${timeoutMs} ms.`)), timeoutMs)
  const handleCallerAbort = (): void => stop(callerSignal?.reason)
  if (callerSignal?.aborted === true) handleCallerAbort()
  callerSignal?.addEventListener('abort', handleCallerAbort, { once: true })
  return {
    signal: controller.signal,
    race: (work) => Promise.race([work, ended]),
    end: () => {
      clearTimeout(timer)
      callerSignal?.removeEventListener('abort', handleCallerAbort)
    },
  }
}
