/** What is told to people who work here; each of them may turn each of these off. */
export const noticeKinds = [
  'assigned',
  'mentioned',
  'team_notified',
  'sla_breached',
  'case_decision',
  'webhook_disabled',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Whose phrases a notice is written in: those of its kind, or of what is turned off together with it. */
export type NoticePhrases =
  | NoticeKind
  | 'sla_late'
  | 'sla_near'
  | 'case_warned'
  | 'case_breached'
  | 'delivery_quarantined'

/** Everything that is written as mail: what customers get, who is new or asked to be, and what is told to people who work here. */
export const mailKinds = ['reply', 'transcript', 'portal_link', 'invited', 'access_decided', ...noticeKinds] as const
export type MailKind = (typeof mailKinds)[number]
