import { setTimeout as wait } from 'node:timers/promises'
import {
  claimMails,
  type ClaimedMail,
  findNextMailDueInMs,
  findWorkspacesWithDueMails,
  isServerFault,
  keepMails,
  type MailOutcome,
  type MailReport,
  type RecordedMail,
  recordMail,
} from '../modules/mail/index.ts'
import { onEventsAnnounced } from '../modules/events/index.ts'
import type { Context } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import type { SmtpClient } from '../platform/smtp/index.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from './lanes.ts'
import { asError, createLoop, within } from './loop.ts'
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
const longestRestMs = 60_000
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
  const flying = new Set<Promise<void>>()
  const breakOff = new AbortController()
  let faults = 0
  let restUntil = 0
  let turns = 0
  let isStopping = false
  let ignoreEvents = () => {}

  async function turn(): Promise<number | undefined> {
    const restLeftMs = restUntil - performance.now()
    if (restLeftMs > 0) return restLeftMs
    const [due, nextDueInMs] = await relay.read((tx) =>
      Promise.all([findWorkspacesWithDueMails(tx), findNextMailDueInMs(tx)]),
    )
    turns += 1
    const from = due.length === 0 ? 0 : turns % due.length
    // Another one is the first each turn; with a server that is at fault only one is asked at all.
    const order = [...due.slice(from), ...due.slice(0, from)]
    await inLanes(order, faults > 0 ? 1 : workspacesAtOnce, serve)
    return nextDueInMs === null ? pollMs : Math.min(pollMs, nextDueInMs + 1)
  }

  async function serve(workspaceId: string): Promise<void> {
    try {
      const context = await book.contextOf(workspaceId)
      if (context === null || isStopping) return
      if (client === null) return void (await keepMails(context))
      const limit = (faults > 0 ? 1 : atOnce) - flying.size
      if (limit <= 0) return
      for (const mail of await claimMails(context, { limit, leaseMs })) launch(context, client, mail)
    } catch (error) {
      fail('mail.claim', workspaceId, error)
    }
  }

  function launch(context: Context, smtp: SmtpClient, mail: ClaimedMail): void {
    const work = send(context, smtp, mail).finally(() => {
      flying.delete(work)
      loop.wake()
    })
    flying.add(work)
  }

  async function send(context: Context, smtp: SmtpClient, mail: ClaimedMail): Promise<void> {
    const startedAt = context.now()
    const began = performance.now()
    try {
      const outcome = mail.isAddressGone
        ? addressGone
        : await smtp.send({ ...mail, at: mail.createdAt }, breakOff.signal)
      // Broken off by our own stop: whether it arrived is not known, so it is sent again, under the same id.
      if (breakOff.signal.aborted && outcome.kind === 'failed') return
      noteServer(outcome)
      const durationMs = Math.round(performance.now() - began)
      const state = await record(context, { mail, outcome, startedAt, durationMs })
      figures.mailAttempted(state, mail.attempts === 0 ? context.now() - mail.createdAt : null)
      if (state === 'failed' && outcome.kind === 'failed') {
        const place = { mailId: mail.id, workspaceId: context.workspace.id, errorClass: outcome.errorClass }
        log.warn('mail.failed', { ...place, code: outcome.code, attempt: mail.attempts + 1 })
      }
    } catch (error) {
      // It is sent again when its lease ends.
      fail('mail.send', context.workspace.id, error)
    }
  }

  function noteServer(outcome: MailOutcome): void {
    if (!isServerFault(outcome)) {
      if (outcome.kind === 'sent') faults = 0
      return
    }
    restUntil = performance.now() + Math.min(longestRestMs, restMs * 2 ** faults)
    if (faults === 0 && outcome.kind === 'failed')
      log.warn('mail.server', { errorClass: outcome.errorClass, code: outcome.code })
    faults += 1
  }

  /** While the database is away it tries again: a record that is lost means that the reader gets the mail twice. */
  async function record(context: Context, report: MailReport): Promise<RecordedMail> {
    const endsAt = performance.now() + leaseMs / 3
    for (let pauseMs = 100; ; pauseMs = Math.min(2_000, pauseMs * 2)) {
      try {
        return await recordMail(context, report)
      } catch (error) {
        if (performance.now() + pauseMs > endsAt) throw error
        await wait(pauseMs)
      }
    }
  }

  function fail(job: string, workspaceId: string, error: unknown): void {
    figures.jobFailed(job)
    log.warn('job.failed', { job, workspaceId, error: asError(error) })
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
      if (await within(limitMs, Promise.all(flying))) return
      breakOff.abort(new Error('The service stops.'))
      await Promise.all(flying)
    },
  }
}

const addressGone: MailOutcome = { kind: 'failed', errorClass: 'address_gone', code: null, response: null }
