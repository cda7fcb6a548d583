import type { MailErrorClass, MailKind, MailLanguage } from '../../core/mail/index.ts'

export const mailStates = ['queued', 'sent', 'failed', 'kept'] as const
export type MailState = (typeof mailStates)[number]

/** Why a mail is kept: nothing sends mail here, or its reader has been sent too many. */
export const keptReasons = ['no_server', 'too_many'] as const
export type KeptReason = (typeof keptReasons)[number]

export interface MailParty {
  readonly address: string
  readonly name: string | null
}

/** A mail that has been written and is to be sent. */
export interface NewMail {
  readonly id: string
  readonly kind: MailKind
  /** What it is about and for whom: the same makes one mail. */
  readonly dedupeKey: string
  readonly ticketId: string | null
  /** The customer whose address it is. */
  readonly customerId: string | null
  readonly memberId: string | null
  readonly to: MailParty
  readonly from: MailParty
  readonly language: MailLanguage
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
}

/** A mail as lists show it; instants in epoch ms. */
export interface OutboxMail {
  readonly id: string
  readonly kind: MailKind
  readonly state: MailState
  readonly keptBecause: KeptReason | null
  readonly ticketId: string | null
  readonly ticketNumber: number | null
  readonly to: MailParty
  readonly from: MailParty
  readonly language: MailLanguage
  readonly subject: string
  readonly attempts: number
  readonly lastError: { readonly errorClass: MailErrorClass; readonly code: number | null } | null
  readonly nextAttemptAt: number | null
  readonly createdAt: number
  readonly endedAt: number | null
}

export interface MailAttempt {
  readonly number: number
  readonly startedAt: number
  readonly durationMs: number
  /** What the server answered; null when it did not. */
  readonly code: number | null
  readonly errorClass: MailErrorClass | null
  readonly response: string | null
}

/** A mail with what is in it and what came of sending it. */
export interface WholeMail extends OutboxMail {
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
  readonly tries: readonly MailAttempt[]
}

/** A mail that this process may send until its lease ends. */
export interface ClaimedMail {
  readonly id: string
  readonly epoch: number
  readonly kind: MailKind
  readonly ticketId: string | null
  readonly to: MailParty
  readonly from: MailParty
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
  readonly attempts: number
  readonly uncounted: number
  readonly createdAt: number
  /** The address was a customer's and is theirs no more: erased, or changed. */
  readonly isAddressGone: boolean
}
