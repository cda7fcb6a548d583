import type { Mail } from '@switchyard/sdk'

export type MailState = Mail['state']
export type MailKind = Mail['kind']

export const mailStates = ['queued', 'sent', 'failed', 'kept'] as const satisfies readonly MailState[]
export const mailKinds = [
  'reply',
  'transcript',
  'portal_link',
  'invited',
  'access_decided',
  'assigned',
  'mentioned',
  'team_notified',
  'sla_breached',
  'case_decision',
  'webhook_disabled',
] as const satisfies readonly MailKind[]

/** What the list is narrowed to; null = everything. */
export interface MailFilter {
  state: MailState | null
  kind: MailKind | null
}
