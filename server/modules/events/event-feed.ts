import type pg from 'pg'
import { AppError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import { type Memory, memoryKey } from '../../platform/memory.ts'
import { createAlarm } from './alarm.ts'
import { type CommitHorizon, createCommitHorizon, type EventHeader } from './commit-horizon.ts'
import { onEventsAnnounced } from './feed-hint.ts'
import { headersPerView, viewBounds, viewHorizon } from './feed-view.ts'
import { type NodeHints, openNodeHints } from './node-hints.ts'
import { carryWords, hearWord } from './node-words.ts'

/** Headers of all workspaces in the order of their numbers, each exactly once. */
export type FeedListener = (headers: readonly EventHeader[]) => void

export interface EventFeed {
  /** The high-water mark: every event up to it can be read, and none will appear below it any more. */
  mark(): number
  /** Begins; settles when the mark is known. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Calls back with the events after the present mark; gives the way to end it. A listener must not throw. */
  subscribe(listener: FeedListener): () => void
  /** The number of the oldest event still kept, or null in an empty log. */
  oldestSeq(): Promise<number | null>
}

export interface EventFeedOptions {
  /** A pool of the role `switchyard_relay`; one of its connections is kept for hints. */
  readonly relay: pg.Pool
  readonly memory: Memory
  /** How long a missed hint may go unnoticed. */
  readonly pollMs?: number
  readonly log: Pick<Log, 'warn'>
}

/** Events read while an unfinished transaction holds the mark back; beyond, reading waits. */
const aheadLimit = 50_000
/** Hints within this time share one reading: as little as lets a burst gather, and more where readings take long. */
const leastGatherMs = 2
const mostGatherMs = 10
/** Reading takes at most this part of the time. */
const readingShare = 1 / 3

const feeds = memoryKey('events.feed', (): { feed: EventFeed | null } => ({ feed: null }))

/** The running feed of this service. Throws `unavailable` while there is none. */
export function feedOf(memory: Memory): EventFeed {
  const { feed } = memory.of(feeds)
  if (feed === null) throw new AppError('unavailable', 'The event feed is not running.')
  return feed
}

/** Follows the event log of all workspaces up to the commit horizon; woken by hints, and by polling as the truth. */
export function createEventFeed(options: EventFeedOptions): EventFeed {
  const { relay, memory, log, pollMs = 250 } = options
  const alarm = createAlarm()
  const listeners = new Set<FeedListener>()
  let horizon: CommitHorizon | null = null
  let hints: NodeHints | null = null
  let ignoreHints = () => {}
  let running: Promise<void> | null = null
  let isStopped = false

  const feed: EventFeed = {
    mark: () => horizon?.mark() ?? 0,
    start: async () => {
      horizon = createCommitHorizon(await findMark(relay, () => isStopped))
      if (isStopped) return
      hints = openNodeHints({ relay, log, onHint: () => alarm.ring(), onWord: (word) => hearWord(memory, word) })
      ignoreHints = passOn(memory, hints, () => alarm.ring())
      memory.of(feeds).feed = feed
      running = follow(horizon)
    },
    stop: async () => {
      isStopped = true
      ignoreHints()
      hints?.stop()
      alarm.ring()
      if (memory.of(feeds).feed === feed) memory.of(feeds).feed = null
      await running
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    oldestSeq: async () => (await viewBounds(relay)).firstSeq,
  }

  async function follow(horizon: CommitHorizon): Promise<void> {
    let waitMs = pollMs
    let gatherMs = leastGatherMs
    while (!isStopped) {
      const startedAt = performance.now()
      try {
        const found = await readOn(horizon)
        // An unfinished transaction gives no hint when it is rolled back, so a held mark is looked at soon again.
        const isHeld = horizon.holes().length > 0
        waitMs = isHeld ? Math.min(pollMs, found > 0 ? mostGatherMs : waitMs * 2) : pollMs
        const tookMs = performance.now() - startedAt
        gatherMs = Math.min(mostGatherMs, Math.max(leastGatherMs, tookMs / readingShare - tookMs))
        if (found >= headersPerView) continue
      } catch (error) {
        if (isStopped) return
        log.warn('job.failed', { job: 'events.feed', error: asError(error) })
        waitMs = Math.min(5_000, waitMs * 2)
      }
      await alarm.wait(gatherMs, waitMs)
    }
  }

  async function readOn(horizon: CommitHorizon): Promise<number> {
    const isFull = horizon.readTo() - horizon.mark() > aheadLimit
    const asked = { after: isFull ? Number.MAX_SAFE_INTEGER : horizon.readTo(), holes: horizon.holes() }
    const view = await viewHorizon(relay, asked)
    const settled = horizon.take(view)
    if (settled.length > 0) for (const listener of listeners) listener(settled)
    return view.headers.length
  }

  return feed
}

/** The highest number visible, once every transaction that could still fill a hole below it has ended. */
async function findMark(relay: pg.Pool, isStopped: () => boolean): Promise<number> {
  const { lastSeq, nextXid } = await viewBounds(relay)
  const alarm = createAlarm()
  while (!isStopped() && (await viewBounds(relay)).xmin < nextXid) await alarm.wait(mostGatherMs, mostGatherMs)
  return lastSeq
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Tells the other processes of what this one commits and says; gives the way to stop. */
function passOn(memory: Memory, hints: NodeHints, ring: () => void): () => void {
  const endWords = carryWords(memory, hints.say)
  const endEvents = onEventsAnnounced(memory, () => {
    ring()
    hints.send()
  })
  return () => {
    endWords()
    endEvents()
  }
}
