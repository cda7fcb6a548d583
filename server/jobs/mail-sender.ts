import { claimMails, findNextMailDueInMs, findWorkspacesWithDueMails, keepMails } from '../modules/mail/index.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import type { SmtpClient } from '../platform/smtp/index.ts'
import { createClaimingWorker } from './claiming-worker.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { createMailFlight } from './mail-flight.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'

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
const gatherMs = 250

/**
 * Sends the mails of all workspaces that are due, each on its own: one that fails keeps no other back. While the server
 * itself is at fault (away, refusing our login) one mail at a time tries it, after rests that double up to a minute, and
 * the others wait without losing an attempt.
 */
export function createMailSender(options: MailSenderOptions): Worker {
  const { installation, relay, client, log, figures = noFigures } = options
  const { atOnce = 4, leaseMs = 90_000, pollMs = 1_000, restMs = 1_000 } = options
  const onLanded = () => worker.wake()
  const flight = client === null ? null : createMailFlight({ client, log, figures, leaseMs, restMs, onLanded })
  const isFailing = () => flight?.isFailing() === true
  const worker = createClaimingWorker(
    { installation, relay, log, figures, pollMs, gatherMs },
    {
      name: 'mail sender',
      job: 'mail.claim',
      findDue: findWorkspacesWithDueMails,
      findNextDueInMs: findNextMailDueInMs,
      room: ({ reserved }) => (isFailing() ? 1 : atOnce) - (flight?.size() ?? 0) - reserved,
      claim: async (context, limit) => {
        if (flight === null) await keepMails(context)
        else for (const mail of await claimMails(context, { limit, leaseMs })) flight.launch(context, mail)
      },
      // While the server is failing workspaces are asked one after another.
      lanes: () => (isFailing() ? 1 : workspacesAtOnce),
      restLeftMs: () => flight?.restLeftMs() ?? 0,
      end: async (limitMs) => flight?.end(limitMs),
    },
  )
  return worker
}
