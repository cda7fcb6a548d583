import { type ClaimedTimer, claimTimers, type TimerKind } from '../modules/timers/index.ts'
import type { Context } from '../platform/context.ts'

/** Timers of one workspace that are claimed together: so many wait for the end of a lease when a process dies. */
const claimedTogether = 20
/** So many workspaces claim at once; where more have due timers they take turns, a claim each. */
const workspacesAtOnce = 4
const timersAtOnce = 4
/** All lanes: timers that take long keep theirs, also while their workspace is not served. */
const lanesAtOnce = workspacesAtOnce * timersAtOnce

export interface TimerLaneOptions {
  readonly kinds: readonly TimerKind[]
  readonly leaseMs: number
  /** Does what a timer is for; never rejects. */
  readonly fire: (context: Context, timer: ClaimedTimer) => Promise<void>
  readonly onClaimFailed: (context: Context, error: unknown) => void
}

/** Fires the due timers of several workspaces, some of each at once. */
export interface TimerLanes {
  /**
   * Claims what is due in a workspace, beside what is being fired there: a timer whose work takes long keeps one lane, and
   * the others go on. While enough other workspaces are served, it waits for its turn.
   */
  serve(context: Context): void
  /** Begins no more; settles when those under way have ended. What is left is due again when its lease ends. */
  end(): Promise<unknown>
}

/** A workspace whose timers are being fired. */
interface Served {
  context: Context
  /** Leased, and not begun yet. */
  readonly held: ClaimedTimer[]
  lanes: number
  /** It has one of the places: its lanes claim and begin timers. Without, they end what they have begun. */
  isServed: boolean
  /** There may be due timers that nobody has claimed. */
  isMore: boolean
  hasClaimed: boolean
  claiming: Promise<void> | null
}

export function createTimerLanes(options: TimerLaneOptions): TimerLanes {
  const known = new Map<string, Served>()
  /** Those whose turn comes next, the longest waiting first. */
  const waiting = new Map<string, Context>()
  const lanes = new Set<Promise<void>>()
  let served = 0
  let isEnding = false

  async function fireInTurn(its: Served): Promise<void> {
    for (let timer = await next(its); timer !== undefined && !isEnding; timer = await next(its))
      await options.fire(its.context, timer)
  }

  async function next(its: Served): Promise<ClaimedTimer | undefined> {
    while (its.held.length === 0 && mayClaim(its)) await (its.claiming ??= claim(its, options))
    return its.held.shift()
  }

  /** Who has claimed once lets those who wait claim before it does so again. */
  function mayClaim({ isServed, isMore, hasClaimed, claiming }: Served): boolean {
    if (claiming !== null) return true
    return isServed && isMore && !isEnding && !(hasClaimed && waiting.size > 0)
  }

  function openLane(id: string, its: Served): void {
    its.lanes += 1
    const lane = fireInTurn(its).finally(() => {
      lanes.delete(lane)
      its.lanes -= 1
      // A lane ends when there is nothing to begin, now or before its turn comes again.
      if (its.isServed) leave(id, its)
      if (its.lanes === 0) known.delete(id)
      admit()
    })
    lanes.add(lane)
  }

  function leave(id: string, its: Served): void {
    its.isServed = false
    served -= 1
    if (its.isMore) waiting.set(id, its.context)
  }

  /** Gives the places that are free to those who wait. */
  function admit(): void {
    for (const [id, context] of waiting) {
      if (isEnding || served >= workspacesAtOnce || lanes.size >= lanesAtOnce) return
      waiting.delete(id)
      enter(context)
    }
  }

  function enter(context: Context): void {
    const { id } = context.workspace
    const its = known.get(id) ?? newlyServed(context)
    its.context = context
    its.isMore = true
    known.set(id, its)
    if (!its.isServed) {
      // All its lanes are held by timers that take long: it is seen again when one of them is free.
      if (its.lanes === timersAtOnce) return
      its.isServed = true
      its.hasClaimed = false
      served += 1
    }
    while (its.lanes < timersAtOnce && lanes.size < lanesAtOnce) openLane(id, its)
  }

  return {
    serve: (context) => {
      if (isEnding) return
      const { id } = context.workspace
      if (known.get(id)?.isServed) enter(context)
      else waiting.set(id, context)
      admit()
    },
    end: () => {
      isEnding = true
      return Promise.all(lanes)
    },
  }
}

function newlyServed(context: Context): Served {
  return { context, held: [], lanes: 0, isServed: false, isMore: true, hasClaimed: false, claiming: null }
}

async function claim(its: Served, { kinds, leaseMs, onClaimFailed }: TimerLaneOptions): Promise<void> {
  const { context } = its
  const { id, clockOffsetMs } = context.workspace
  const wanted = { kinds, limit: claimedTogether, leaseMs, aheadMs: clockOffsetMs }
  its.hasClaimed = true
  try {
    const claimed = await context.transaction((tx) => claimTimers(tx, id, wanted))
    its.held.push(...claimed.toSorted((a, b) => a.dueAt - b.dueAt))
    its.isMore = claimed.length === claimedTogether
  } catch (error) {
    its.isMore = false
    onClaimFailed(context, error)
  }
  its.claiming = null
}
