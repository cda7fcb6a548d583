import { Type } from 'typebox'
import { keptReasons, mailErrorClasses, mailKinds, mailStates } from '../../modules/mail/index.ts'
import { component, email, id, instant, nullable, oneOf } from '../schemas.ts'

const partySchema = component('MailParty', { address: Type.String(), name: nullable(Type.String()) })
const errorClass = oneOf(mailErrorClasses, {
  description:
    'Where it ended. `refused`: the server refused this mail; `address_gone`: the customer has this address no more; the others say nothing of the mail itself.',
})

const mailFields = {
  id: id('mail'),
  kind: oneOf(mailKinds),
  state: oneOf(mailStates, {
    description:
      '`queued`: to be sent, or tried again; `sent`: the mail server took it; `failed`: given up; `kept`: not sent, see `keptBecause`.',
  }),
  keptBecause: nullable(
    oneOf(keptReasons, {
      description: '`no_server`: SMTP_URL is not set; `too_many`: more than 60 in an hour to one address.',
    }),
  ),
  ticketId: nullable(id('ticket')),
  ticketNumber: nullable(Type.Integer()),
  to: partySchema,
  from: partySchema,
  language: Type.String(),
  subject: Type.String(),
  attempts: Type.Integer(),
  lastError: nullable(
    Type.Object({ errorClass, code: nullable(Type.Integer({ description: 'What the mail server answered.' })) }),
  ),
  nextAttemptAt: nullable(instant()),
  createdAt: instant(),
  endedAt: nullable(instant()),
}

/** A mail as lists show it. */
export const mailSchema = component('Mail', mailFields)

/** The same with what is in it and every attempt. */
export const wholeMailSchema = component('WholeMail', {
  ...mailFields,
  text: Type.String(),
  html: Type.String({ description: 'Show it in a frame without scripts and without origin.' }),
  headers: Type.Record(Type.String(), Type.String()),
  tries: Type.Array(
    component('MailAttempt', {
      number: Type.Integer(),
      startedAt: instant(),
      durationMs: Type.Integer(),
      code: nullable(Type.Integer()),
      errorClass: nullable(errorClass),
      response: nullable(Type.String({ description: 'The answer of the mail server, shortened.' })),
    }),
  ),
})

/** An address that mail can be sent to. */
export const mailAddress = email

export const exampleMail = {
  id: 'mail_01jqzv5k3mf8tbn2c4d6e7g9ha',
  kind: 'reply' as const,
  state: 'sent' as const,
  keptBecause: null,
  ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  ticketNumber: 10_001,
  to: { address: 'ben@example.com', name: 'Ben Okafor' },
  from: { address: 'support@acme.example', name: 'Acme Support' },
  language: 'en',
  subject: 'Re: Cannot sign in [#10001]',
  attempts: 1,
  lastError: null,
  nextAttemptAt: null,
  createdAt: '2026-11-20T09:00:00.000Z',
  endedAt: '2026-11-20T09:00:00.420Z',
}

export const exampleWholeMail = {
  ...exampleMail,
  text: 'Hello Ben Okafor,\n\nAna replied to your request #10001:\n\nPlease try again now.\n\n-- \nSent by Acme Support.\n',
  html: '<p>Hello Ben Okafor,</p>',
  headers: {
    'Message-ID': '<mail_01jqzv5k3mf8tbn2c4d6e7g9ha@support.acme.example>',
    References: '<ticket_01jqzv5k3mf8tbn2c4d6e7g9ha@support.acme.example>',
  },
  tries: [
    {
      number: 1,
      startedAt: '2026-11-20T09:00:00.100Z',
      durationMs: 310,
      code: 250,
      errorClass: null,
      response: '250 2.0.0 Ok: queued as 4D2A1',
    },
  ],
}
