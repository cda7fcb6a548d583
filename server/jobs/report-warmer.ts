import { rememberTickets } from '../modules/quality/index.ts'
import type { Context } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { asError, within } from './loop.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface ReportWarmerOptions {
  readonly installation: Installation
  readonly log: Log
}

const dayMs = 86_400_000
/** What most reports ask for, with as long before that to compare with. */
const warmedDays = 90
/** In one turn, to begin with; as many more or fewer as keep a report that is asked meanwhile waiting for a moment only. */
const firstDays = 2
const [shortTurnMs, longTurnMs] = [200, 800]
/** Of all workspaces; the rest of what a process may keep is for what reports ask for. */
const mostRows = 3_000_000
/** A turn also waits for the reports before it. */
const longestRestMs = 1_000
const tellEveryMs = 10_000

/** How far it has come. */
interface Progress {
  readonly startedAt: number
  toldAt: number
  days: number
  rows: number
}

/**
 * Reads the tickets of the last days once after a start, the latest first, so that the first report need not: some days
 * at a time, with a rest in between. A report that is asked meanwhile reads what it misses itself.
 */
export function createReportWarmer({ installation, log }: ReportWarmerOptions): Worker {
  const stopping = new AbortController()
  let running: Promise<void> | null = null
  let rows = 0

  async function run(): Promise<void> {
    try {
      for (const context of await createWorkspaceBook(installation).everyContext()) await warm(context)
    } catch (error) {
      log.warn('job.failed', { job: 'reports.warming', error: asError(error) })
    }
  }

  async function warm(context: Context): Promise<void> {
    const startedAt = performance.now()
    const progress: Progress = { startedAt, toldAt: startedAt, days: 0, rows: 0 }
    const end = Math.ceil(context.now() / dayMs) * dayMs
    let together = firstDays
    while (progress.days < warmedDays && rows < mostRows && !stopping.signal.aborted) {
      const days = Math.min(together, warmedDays - progress.days)
      const to = end - progress.days * dayMs
      const beganAt = performance.now()
      const read = await rememberTickets(context, { from: to - days * dayMs, to })
      if (read === null) return
      const tookMs = performance.now() - beganAt
      progress.days += days
      progress.rows += read
      rows += read
      tell(context, progress)
      if (tookMs < shortTurnMs) together *= 2
      else if (tookMs > longTurnMs) together = Math.max(1, together >> 1)
      await rest(Math.min(tookMs, longestRestMs))
    }
  }

  function tell({ workspace }: Context, progress: Progress): void {
    const now = performance.now()
    const isDone = progress.days >= warmedDays
    if (now - progress.toldAt < tellEveryMs && !(isDone && progress.rows > 0)) return
    progress.toldAt = now
    log.info(isDone ? 'reports.warmed' : 'reports.warming', {
      workspace: workspace.slug,
      days: progress.days,
      of: warmedDays,
      rows: progress.rows,
      durationMs: Math.round(now - progress.startedAt),
    })
  }

  function rest(ms: number): Promise<void> {
    const { signal } = stopping
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      signal.addEventListener('abort', end)
      if (signal.aborted) end()
    })
  }

  return {
    start: () => {
      running ??= run()
    },
    wake: () => {},
    stop: async (limitMs) => {
      stopping.abort()
      if (running !== null) await within(limitMs, running)
    },
  }
}
