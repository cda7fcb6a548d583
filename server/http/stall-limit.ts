import type { Readable } from 'node:stream'

const stallMs = 30_000

/** Ends a stream of bytes that its reader does not take: one that stands still for 30 s, or whose reader is gone. */
export function withStallLimit(bytes: Readable & { readonly bytesRead: number }, signal: AbortSignal): Readable {
  let seen = -1
  const timer = setInterval(() => {
    if (bytes.bytesRead === seen) bytes.destroy(new Error('The reader of a file stood still.'))
    seen = bytes.bytesRead
  }, stallMs)
  timer.unref()
  const end = () => bytes.destroy()
  signal.addEventListener('abort', end, { once: true })
  bytes.once('close', () => {
    clearInterval(timer)
    signal.removeEventListener('abort', end)
  })
  return bytes
}
