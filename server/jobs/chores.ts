import { removeOldRequests } from '../modules/access-requests/index.ts'
import { removeEndedTokens, removeExpired } from '../modules/access/index.ts'
import { loseSilentAgents } from '../modules/agents/index.ts'
import { removeOldRuns } from '../modules/automations/index.ts'
import {
  claimDueChores,
  type ClaimedChore,
  declareChores,
  ensureEventPartitions,
  finishChore,
  postponeChore,
} from '../modules/chores/index.ts'
import { removeOldAttempts } from '../modules/deliveries/index.ts'
import { removeOldDrafts } from '../modules/drafts/index.ts'
import { removeOldFiles } from '../modules/files/index.ts'
import { keepCurves, removeOldCurves } from '../modules/forecast/index.ts'
import { removeOldKeys } from '../modules/idempotency/index.ts'
import { removeOldMails } from '../modules/mail/index.ts'
import { removeOldLinks } from '../modules/portal/index.ts'
import { removeOldSupportMessages } from '../modules/order-support/index.ts'
import { removeOldCertifications } from '../modules/partners/index.ts'
import { returnIfWorse } from '../modules/publishing/index.ts'
import { forgetOldWords } from '../modules/search/index.ts'
import { keepQueueSpans, removeOldPromises, removeOldSpans, scorePromises } from '../modules/waits/index.ts'
import { removeOldShowings } from '../modules/widget/index.ts'
import type { Context } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from '../platform/in-lanes.ts'
import { asError, createLoop, within } from './loop.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

/**
 * Work of the whole installation that one process does at a time, again and again. One that takes longer than its lease
 * may be begun by a second process, so it must be harmless when two do it.
 */
export interface Chore {
  readonly name: string
  /** From the end of one time to the beginning of the next. */
  readonly everyMs: number
  readonly run: (installation: Installation) => Promise<unknown>
}

export interface ChoreWorkerOptions {
  readonly installation: Installation
  readonly chores: readonly Chore[]
  readonly log: Log
  readonly figures?: JobFigures
  readonly pollMs?: number
  readonly leaseMs?: number
}

const hourMs = 3_600_000
const workspacesAtOnce = 4
const restAfterFailureMs = 30_000

/** The chores of every installation. */
export const standardChores: readonly Chore[] = [
  { name: 'events.partitions', everyMs: hourMs, run: ensureEventPartitions },
  { name: 'access.expired', everyMs: hourMs, run: removeExpired },
  choreOfWorkspaces({ name: 'access.ended-tokens', everyMs: hourMs, run: removeEndedTokens }),
  choreOfWorkspaces({ name: 'access.old-requests', everyMs: hourMs, run: removeOldRequests }),
  choreOfWorkspaces({ name: 'deliveries.old-attempts', everyMs: hourMs, run: removeOldAttempts }),
  choreOfWorkspaces({ name: 'mail.old', everyMs: hourMs, run: removeOldMails }),
  choreOfWorkspaces({ name: 'idempotency.old-keys', everyMs: hourMs, run: removeOldKeys }),
  choreOfWorkspaces({ name: 'portal.old-links', everyMs: hourMs, run: removeOldLinks }),
  choreOfWorkspaces({ name: 'files.old', everyMs: hourMs, run: removeOldFiles }),
  choreOfWorkspaces({ name: 'waits.score', everyMs: 10_000, run: scorePromises }),
  choreOfWorkspaces({ name: 'waits.old-promises', everyMs: hourMs, run: removeOldPromises }),
  choreOfWorkspaces({ name: 'waits.queue-spans', everyMs: 60_000, run: keepQueueSpans }),
  choreOfWorkspaces({ name: 'waits.old-queue-spans', everyMs: hourMs, run: removeOldSpans }),
  choreOfWorkspaces({ name: 'forecast.curves', everyMs: 600_000, run: keepCurves }),
  choreOfWorkspaces({ name: 'forecast.old-curves', everyMs: hourMs, run: removeOldCurves }),
  choreOfWorkspaces({ name: 'automations.old-runs', everyMs: hourMs, run: removeOldRuns }),
  choreOfWorkspaces({ name: 'drafts.old', everyMs: hourMs, run: removeOldDrafts }),
  choreOfWorkspaces({ name: 'order-support.old-messages', everyMs: hourMs, run: removeOldSupportMessages }),
  choreOfWorkspaces({ name: 'partners.old-certifications', everyMs: hourMs, run: removeOldCertifications }),
  choreOfWorkspaces({ name: 'widget.old-showings', everyMs: hourMs, run: removeOldShowings }),
  choreOfWorkspaces({ name: 'workflow.rollouts', everyMs: 60_000, run: returnIfWorse }),
  choreOfWorkspaces({ name: 'search.old-words', everyMs: hourMs, run: forgetOldWords }),
  choreOfWorkspaces({ name: 'agents.silent', everyMs: 5_000, run: loseSilentAgents }),
]

/** A chore that is done in every workspace; one in which it fails does not keep it from the others. */
export function choreOfWorkspaces(chore: {
  name: string
  everyMs: number
  run: (context: Context) => Promise<unknown>
}): Chore {
  return {
    ...chore,
    run: async (installation) => {
      const failures: Error[] = []
      await inLanes(await createWorkspaceBook(installation).everyContext(), workspacesAtOnce, async (context) => {
        await chore.run(context).catch((error: unknown) => failures.push(asError(error)))
      })
      if (failures.length > 0)
        throw new AggregateError(
          failures,
          `${chore.name} failed in ${failures.length} workspaces: ${failures[0]?.message}`,
        )
    },
  }
}

/** Does chores when they are due, each in one process of the installation at a time (reliability.md 3.10). */
export function createChoreWorker(options: ChoreWorkerOptions): Worker {
  const { installation, log, figures = noFigures, leaseMs = 30_000 } = options
  const chores = new Map(options.chores.map((chore) => [chore.name, chore]))
  const names = [...chores.keys()]
  const underWay = new Map<string, Promise<void>>()
  let isDeclared = false

  async function turn(): Promise<undefined> {
    if (!isDeclared) await declareChores(installation, names)
    isDeclared = true
    const free = names.filter((name) => !underWay.has(name))
    const claimed = await claimDueChores(installation, { names: free, leaseMs })
    // Not awaited: a long chore keeps no short one waiting.
    for (const chore of claimed) underWay.set(chore.name, doChore(chore))
  }

  async function doChore(claimed: ClaimedChore): Promise<void> {
    const chore = chores.get(claimed.name)
    if (chore === undefined) return
    try {
      await runAndFinish(chore, claimed)
    } catch (error) {
      log.warn('job.failed', { job: `chore ${chore.name}`, error: asError(error) })
    } finally {
      underWay.delete(claimed.name)
    }
  }

  async function runAndFinish(chore: Chore, claimed: ClaimedChore): Promise<void> {
    try {
      await chore.run(installation)
      await finishChore(installation, claimed, chore.everyMs)
    } catch (error) {
      figures.jobFailed(`chore ${chore.name}`)
      log.warn('job.failed', { job: `chore ${chore.name}`, error: asError(error) })
      await postponeChore(installation, claimed, Math.min(chore.everyMs, restAfterFailureMs))
    }
  }

  const loop = createLoop({ name: 'chores', turn, pollMs: options.pollMs ?? 1_000, log })
  return {
    ...loop,
    stop: async (limitMs) => {
      await loop.stop(limitMs)
      await within(limitMs, Promise.all(underWay.values()))
    },
  }
}
