import type { components } from './schema.gen.d.ts'

/** Mail that goes out, as the reference describes it. */
type Schemas = components['schemas']

export type Mail = Schemas['Mail']
export type WholeMail = Schemas['WholeMail']
/** A page of mails, and whether this installation sends mail at all. */
export type MailPage = Schemas['MailPage']
export type NotificationSettings = Schemas['NotificationSettings']
