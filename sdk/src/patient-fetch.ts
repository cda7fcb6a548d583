type Send = (request: Request) => Promise<Response>

export interface PatienceOptions {
  /** Sends instead of the global `fetch`. */
  send?: Send
  /** Tells how many requests wait for their next try whenever that changes. */
  onWaiting?: (count: number) => void
  /** After this long the refusal is given as it is. */
  limitMs?: number
}

const usualLimitMs = 60_000
const longestWaitMs = 10_000

/** The wait before the next try: what the server asked for, longer each time, spread so that not all come back at once. */
export function busyWaitMs(retryAfter: string | null, attempt: number, chance: number): number {
  const seconds = Number(retryAfter)
  const askedMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 1000
  return Math.min(longestWaitMs, askedMs * 1.5 ** attempt) * (1 + chance / 2)
}

/**
 * Whether a refusal says that nothing was begun and to come again: always of a read, of a change only if it was shed, which
 * a header says on surfaces whose codes are not ours.
 */
async function isBusy(request: Request, response: Response): Promise<boolean> {
  if (response.status !== 503 || !response.headers.has('retry-after') || request.keepalive) return false
  if (request.method === 'GET' || response.headers.get('x-overloaded') === 'true') return true
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  return typeof problem === 'object' && problem !== null && 'code' in problem && problem.code === 'overloaded'
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('Given up', 'AbortError'))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** A fetch that comes again when the service was too busy (503 with Retry-After), as the service asks it to. */
export function createPatientFetch(options: PatienceOptions = {}): Send {
  const { send = (request: Request) => fetch(request), onWaiting, limitMs = usualLimitMs } = options
  let waiting = 0
  const count = (change: 1 | -1) => {
    waiting += change
    onWaiting?.(waiting)
  }
  return async (request) => {
    const endsAtMs = Date.now() + limitMs
    for (let attempt = 0; ; attempt++) {
      const response = await send(request.clone())
      const waitMs = busyWaitMs(response.headers.get('retry-after'), attempt, Math.random())
      if (Date.now() + waitMs > endsAtMs || !(await isBusy(request, response))) return response
      count(1)
      try {
        await pause(waitMs, request.signal)
      } finally {
        count(-1)
      }
    }
  }
}
