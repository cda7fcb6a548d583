import { encodeId } from '../../platform/ids.ts'
import type { OutboxMail, WholeMail } from './mail.ts'

/** A mail as lists of the API write it. */
export function presentMail(mail: OutboxMail) {
  return {
    id: encodeId('mail', mail.id),
    kind: mail.kind,
    state: mail.state,
    keptBecause: mail.keptBecause,
    ticketId: mail.ticketId === null ? null : encodeId('ticket', mail.ticketId),
    ticketNumber: mail.ticketNumber,
    to: mail.to,
    from: mail.from,
    language: mail.language,
    subject: mail.subject,
    attempts: mail.attempts,
    lastError: mail.lastError,
    nextAttemptAt: instantText(mail.nextAttemptAt),
    createdAt: new Date(mail.createdAt).toISOString(),
    endedAt: instantText(mail.endedAt),
  }
}

/** The same with what is in it and every attempt. */
export function presentWholeMail(mail: WholeMail) {
  return {
    ...presentMail(mail),
    text: mail.text,
    html: mail.html,
    headers: { ...mail.headers },
    tries: mail.tries.map((attempt) => ({ ...attempt, startedAt: new Date(attempt.startedAt).toISOString() })),
  }
}

function instantText(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString()
}
