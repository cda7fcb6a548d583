import { mailEventTypes, writeMails } from '../modules/mail/index.ts'
import type { EventFeed, EventHeader } from '../modules/events/index.ts'
import type { Context } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from './lanes.ts'
import { asError, createLoop } from './loop.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface MailWriterOptions {
  readonly installation: Installation
  /** Started before the worker and stopped after it. */
  readonly feed: EventFeed
  readonly log: Log
  readonly figures?: JobFigures
  readonly pollMs?: number
}

const workspacesAtOnce = 4
const restAfterFailureMs = 1_000
const types: ReadonlySet<string> = new Set(mailEventTypes)

/**
 * Writes the mails that events ask for, in every workspace; what was missed while no worker ran is written when one starts.
 * How often an event is written about is the verb's business: once (architecture.md, How it runs).
 */
export function createMailWriter(options: MailWriterOptions): Worker {
  const { installation, feed, log, figures = noFigures } = options
  const book = createWorkspaceBook(installation)
  const waiting = new Set<string>()
  let isCaughtUp = false
  let unsubscribe = () => {}

  function hear(headers: readonly EventHeader[]): void {
    for (const { type, workspaceId } of headers) if (types.has(type)) waiting.add(workspaceId)
    if (waiting.size > 0) loop.wake()
  }

  async function turn(): Promise<number | undefined> {
    if (!isCaughtUp) for (const { workspace } of await book.everyContext()) waiting.add(workspace.id)
    isCaughtUp = true
    const due = [...waiting]
    waiting.clear()
    let hasFailed = false
    await inLanes(due, workspacesAtOnce, async (workspaceId) => {
      if (await serve(workspaceId)) return
      waiting.add(workspaceId)
      hasFailed = true
    })
    return hasFailed ? restAfterFailureMs : undefined
  }

  /** False when it failed and is to be tried again. */
  async function serve(workspaceId: string): Promise<boolean> {
    try {
      const context = await book.contextOf(workspaceId)
      if (context !== null) await writeAll(context)
      return true
    } catch (error) {
      figures.jobFailed('mail writer')
      log.warn('job.failed', { job: 'mail writer', workspaceId, error: asError(error) })
      return false
    }
  }

  async function writeAll(context: Context): Promise<void> {
    const upTo = feed.mark()
    let isDone = false
    while (!isDone) isDone = await writeMails(context, { upTo })
  }

  const loop = createLoop({ name: 'mail writer', turn, pollMs: options.pollMs ?? 5_000, log })
  return {
    start: () => {
      unsubscribe = feed.subscribe(hear)
      loop.start()
    },
    wake: loop.wake,
    stop: async (limitMs) => {
      unsubscribe()
      await loop.stop(limitMs)
    },
  }
}
