import { claimMails, findNextMailDueInMs, findWorkspacesWithDueMails, keepMails } from '../modules/mail/index.ts'
import { onEventsAnnounced } from '../modules/events/index.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import type { SmtpClient } from '../platform/smtp/index.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from '../platform/in-lanes.ts'
import { asError, createLoop } from './loop.ts'
import { createMailFlight } from './mail-flight.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface MailSenderOptions {
  readonly installation: Installation
  readonly relay: Relay
  /** Null = no mail server: mails are kept. */
  readonly client: SmtpClient | null
  readonly log: Log
  readonly figures?: JobFigures
  /** Connections to the server at once, of this process. */
  readonly atOnce?: number
  /** Longer than a mail can take (45 s) and its record may wait. */
  readonly leaseMs?: number
  readonly pollMs?: number
  /** The first rest after a fault of the server. */
  readonly restMs?: number
}

const workspacesAtOnce = 4
const gatherMs = 20

/**
 * Sends the mails of all workspaces that are due, each on its own: one that fails keeps no other back. While the server
 * itself is at fault (away, refusing our login) one mail at a time tries it, after rests that double up to a minute, and
 * the others wait without losing an attempt.
 */
export function createMailSender(options: MailSenderOptions): Worker {
  const { installation, relay, client, log, figures = noFigures } = options
  const { atOnce = 4, leaseMs = 90_000, pollMs = 1_000, restMs = 1_000 } = options
  const book = createWorkspaceBook(installation)
  const onLanded = () => loop.wake()
  const flight = client === null ? null : createMailFlight({ client, log, figures, leaseMs, restMs, onLanded })
  let reserved = 0
  let turns = 0
  let isStopping = false
  let ignoreEvents = () => {}

  async function turn(): Promise<number | undefined> {
    const restLeftMs = flight?.restLeftMs() ?? 0
    if (restLeftMs > 0) return restLeftMs
    const [due, nextDueInMs] = await relay.read((tx) =>
      Promise.all([findWorkspacesWithDueMails(tx), findNextMailDueInMs(tx)]),
    )
    turns += 1
    const from = due.length === 0 ? 0 : turns % due.length
    // Another one is the first each turn; while the server is failing they are asked one after another.
    const order = [...due.slice(from), ...due.slice(0, from)]
    await inLanes(order, flight?.isFailing() === true ? 1 : workspacesAtOnce, serve)
    return nextDueInMs === null ? pollMs : Math.min(pollMs, nextDueInMs + 1)
  }

  async function serve(workspaceId: string): Promise<void> {
    // A workspace that finds no room waits for one to land, and is asked earlier in a later turn.
    const limit = (flight?.isFailing() === true ? 1 : atOnce) - (flight?.size() ?? 0) - reserved
    if (limit <= 0 || isStopping) return
    reserved += limit
    try {
      const context = await book.contextOf(workspaceId)
      if (context === null) return
      if (flight === null) await keepMails(context)
      else for (const mail of await claimMails(context, { limit, leaseMs })) flight.launch(context, mail)
    } catch (error) {
      figures.jobFailed('mail.claim')
      log.warn('job.failed', { job: 'mail.claim', workspaceId, error: asError(error) })
    } finally {
      reserved -= limit
    }
  }

  const loop = createLoop({ name: 'mail sender', turn, pollMs, gatherMs, log })
  return {
    start: () => {
      ignoreEvents = onEventsAnnounced(installation.memory, loop.wake)
      loop.start()
    },
    wake: loop.wake,
    stop: async (limitMs) => {
      isStopping = true
      ignoreEvents()
      await loop.stop(limitMs)
      await flight?.end(limitMs)
    },
  }
}
