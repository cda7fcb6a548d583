import type { Attachment } from '../files/index.ts'

/** One thing said on a ticket; `seq` counts the ticket's messages from 1. */
export interface Message {
  readonly id: string
  readonly ticketId: string
  readonly seq: number
  readonly clientId: string | null
  readonly author: { readonly kind: AuthorKind; readonly id: string | null; readonly name: string | null }
  readonly visibility: Visibility
  readonly body: string
  /** Between staff and a partner: the other side is to answer it. */
  readonly isQuestion: boolean
  readonly attachments: readonly Attachment[]
  readonly createdAt: number
  /** Its words and files were taken out for good; null = they stand. */
  readonly redaction: { readonly at: number; readonly reason: RedactionReason } | null
}

/** Why the words of a message may be taken out. */
export const redactionReasons = [
  'personal_data',
  'payment_data',
  'credentials',
  'abuse',
  'mistake',
  'customer_request',
  'other',
] as const
export type RedactionReason = (typeof redactionReasons)[number]

export const visibilities = ['public', 'partner', 'internal'] as const
export type Visibility = (typeof visibilities)[number]

export type AuthorKind = 'customer' | 'agent' | 'token' | 'member' | 'system' | 'partner'
