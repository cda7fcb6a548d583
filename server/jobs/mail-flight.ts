import { type ClaimedMail, isServerFault, type MailOutcome, recordMail } from '../modules/mail/index.ts'
import type { Context } from '../platform/context.ts'
import type { Log } from '../platform/log.ts'
import type { SmtpClient } from '../platform/smtp/index.ts'
import { insist } from './insist.ts'
import type { JobFigures } from './job-figures.ts'
import { asError, within } from './loop.ts'

export interface MailFlightOptions {
  readonly client: SmtpClient
  readonly log: Log
  readonly figures: JobFigures
  readonly leaseMs: number
  /** The first rest after a fault of the server. */
  readonly restMs: number
  /** A mail has ended or waits for its next attempt: others may go. */
  readonly onLanded: () => void
}

/** The mails that this process is sending, and how the mail server does. */
export interface MailFlight {
  size(): number
  /** How long the server is left alone; 0 when it may be asked. */
  restLeftMs(): number
  /** The server failed when it was asked last: one mail at a time tries it. */
  isFailing(): boolean
  /** Sends and records this mail; what fails in it is logged. */
  launch(context: Context, mail: ClaimedMail): void
  /** Waits for those under way, for `limitMs` at most; then breaks them off. */
  end(limitMs: number): Promise<void>
}

const longestRestMs = 60_000
const addressGone: MailOutcome = { kind: 'failed', errorClass: 'address_gone', code: null, response: null }

export function createMailFlight(options: MailFlightOptions): MailFlight {
  const { client, log, figures, leaseMs, restMs, onLanded } = options
  const flying = new Set<Promise<void>>()
  const breakOff = new AbortController()
  let faults = 0
  let restUntil = 0

  async function send(context: Context, mail: ClaimedMail): Promise<void> {
    const startedAt = context.now()
    const began = performance.now()
    try {
      const outcome = mail.isAddressGone
        ? addressGone
        : await client.send({ ...mail, at: mail.createdAt }, breakOff.signal)
      // Broken off by our own stop: whether it arrived is not known, so it is sent again, under the same id.
      if (breakOff.signal.aborted && outcome.kind === 'failed') return
      noteServer(outcome)
      const durationMs = Math.round(performance.now() - began)
      // A record that is lost means that the reader gets the mail twice.
      const report = { mail, outcome, startedAt, durationMs }
      const state = await insist(() => recordMail(context, report), leaseMs / 3)
      figures.mailAttempted(state, mail.attempts === 0 ? context.now() - mail.createdAt : null)
      if (state === 'failed' && outcome.kind === 'failed') {
        const place = { mailId: mail.id, workspaceId: context.workspace.id, errorClass: outcome.errorClass }
        log.warn('mail.failed', { ...place, code: outcome.code, attempt: mail.attempts + 1 })
      }
    } catch (error) {
      // It is sent again when its lease ends.
      figures.jobFailed('mail.send')
      log.warn('job.failed', { job: 'mail.send', workspaceId: context.workspace.id, error: asError(error) })
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

  return {
    size: () => flying.size,
    restLeftMs: () => Math.max(0, restUntil - performance.now()),
    isFailing: () => faults > 0,
    launch: (context, mail) => {
      const work = send(context, mail).finally(() => {
        flying.delete(work)
        onLanded()
      })
      flying.add(work)
    },
    end: async (limitMs) => {
      if (await within(limitMs, Promise.all(flying))) return
      breakOff.abort(new Error('The service stops.'))
      await Promise.all(flying)
    },
  }
}
