import { type ClaimedTimer, claimTimers, type TimerKind } from '../modules/timers/index.ts'
import type { Context } from '../platform/context.ts'

/** Timers of one workspace that are claimed together: so many wait for the end of a lease when a process dies. */
const claimedTogether = 20
/** A workspace whose timers take long holds one of these places and delays nobody else. */
const workspacesAtOnce = 4
const timersAtOnce = 4

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
   * the others go on. Does nothing while enough other workspaces are served.
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
  /** There may be due timers that nobody has claimed. */
  isMore: boolean
  claiming: Promise<void> | null
}

export function createTimerLanes({ kinds, leaseMs, fire, onClaimFailed }: TimerLaneOptions): TimerLanes {
  const serving = new Map<string, Served>()
  const lanes = new Set<Promise<void>>()
  let isEnding = false

  async function fireInTurn(served: Served): Promise<void> {
    for (let timer = await next(served); timer !== undefined && !isEnding; timer = await next(served))
      await fire(served.context, timer)
  }

  async function next(served: Served): Promise<ClaimedTimer | undefined> {
    while (served.held.length === 0 && served.isMore && !isEnding) await (served.claiming ??= claim(served))
    return served.held.shift()
  }

  async function claim(served: Served): Promise<void> {
    const { context } = served
    const { id, clockOffsetMs } = context.workspace
    const wanted = { kinds, limit: claimedTogether, leaseMs, aheadMs: clockOffsetMs }
    try {
      const claimed = await context.transaction((tx) => claimTimers(tx, id, wanted))
      served.held.push(...claimed.toSorted((a, b) => a.dueAt - b.dueAt))
      served.isMore = claimed.length === claimedTogether
    } catch (error) {
      served.isMore = false
      onClaimFailed(context, error)
    }
    served.claiming = null
  }

  function openLane(id: string, served: Served): void {
    served.lanes += 1
    const lane = fireInTurn(served).finally(() => {
      lanes.delete(lane)
      served.lanes -= 1
      if (served.lanes === 0) serving.delete(id)
    })
    lanes.add(lane)
  }

  return {
    serve: (context) => {
      const { id } = context.workspace
      const known = serving.get(id)
      if (isEnding || (known === undefined && serving.size >= workspacesAtOnce)) return
      const served = known ?? { context, held: [], lanes: 0, isMore: true, claiming: null }
      served.context = context
      served.isMore = true
      serving.set(id, served)
      while (served.lanes < timersAtOnce) openLane(id, served)
    },
    end: () => {
      isEnding = true
      return Promise.all(lanes)
    },
  }
}
