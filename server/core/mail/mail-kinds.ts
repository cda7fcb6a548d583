/** What is told to people who work here; each of them may turn each of these off. */
export const noticeKinds = ['assigned', 'mentioned', 'sla_breached', 'case_decision', 'webhook_disabled'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Everything that is written as mail: what customers get, who is new or asked to be, and what is told to people who work here. */
export const mailKinds = ['reply', 'transcript', 'portal_link', 'invited', 'access_decided', ...noticeKinds] as const
export type MailKind = (typeof mailKinds)[number]
