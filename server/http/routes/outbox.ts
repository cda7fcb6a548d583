import { Type } from 'typebox'
import {
  getMail,
  isMailSent,
  listMails,
  mailKinds,
  mailStates,
  presentMail,
  presentWholeMail,
  resendMail,
  sendTranscript,
} from '../../modules/mail/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, listQuery, nullable, oneOf } from '../schemas.ts'
import { exampleMail, exampleWholeMail, mailAddress, mailSchema, wholeMailSchema } from './outbox-schemas.ts'

/** Mail that goes out: list, read, send once more; and the transcript of a ticket. */
export function outboxRoutes(): Route[] {
  return [listRoute, getRoute, resendRoute, transcriptRoute]
}

const params = Type.Object({ id: id('mail') })
const cursor = defineCursor('outbox', Type.String())

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/outbox',
  operationId: 'listMails',
  summary: 'List mails',
  description:
    'Mails about tickets in your channels and queues, newest first; those about no ticket for who is limited to none. `sends` says whether this installation sends mail at all.',
  tag: 'mail',
  permission: 'mail:read',
  query: listQuery({
    state: Type.Optional(oneOf(mailStates)),
    kind: Type.Optional(oneOf(mailKinds)),
    ticketId: Type.Optional(id('ticket')),
    to: Type.Optional(mailAddress()),
  }),
  answers: {
    200: component('MailPage', {
      data: Type.Array(mailSchema),
      page: Type.Object({ next: nullable(Type.String()) }),
      sends: Type.Boolean(),
    }),
  },
  example: { answer: { data: [exampleMail], page: { next: null }, sends: true } },
  async handle({ context, query: { limit = 50, after, ...filter } }) {
    const found = await listMails(context, { filter, before: cursor.read(after), limit: limit + 1 })
    const page = pageFrom(found, limit, { next: (last) => cursor.write(last.id), item: presentMail })
    return { ...page, sends: isMailSent(context) }
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/outbox/:id',
  operationId: 'getMail',
  summary: 'Read a mail',
  tag: 'mail',
  permission: 'mail:read',
  params,
  answers: { 200: wholeMailSchema },
  example: { params: { id: exampleMail.id }, answer: exampleWholeMail },
  async handle({ context, params: { id: mailId } }) {
    return presentWholeMail(found(await getMail(context, { mailId })))
  },
})

const resendRoute = defineRoute({
  method: 'POST',
  url: '/v1/outbox/:id/resend',
  operationId: 'resendMail',
  summary: 'Send a mail once more',
  description:
    'One that was sent, given up or kept, under the same `Message-ID`. 409 while it waits to be sent, or when its words were erased.',
  tag: 'mail',
  permission: 'mail:write',
  params,
  answers: { 202: wholeMailSchema },
  example: {
    params: { id: exampleMail.id },
    answer: { ...exampleWholeMail, state: 'queued', nextAttemptAt: '2026-11-20T09:05:00.000Z', endedAt: null },
  },
  async handle({ context, params: { id: mailId } }) {
    return answer(202, presentWholeMail(found(await resendMail(context, { mailId }))))
  },
})

const transcriptRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/transcript',
  operationId: 'sendTranscript',
  summary: 'Mail the transcript of a ticket',
  description:
    'What was said in public, oldest first, to the customer’s mail address or to another one; notes are never in it. A customer’s token sends it to the customer only.',
  tag: 'mail',
  permission: 'message:write',
  params: Type.Object({ id: id('ticket') }),
  body: component('TranscriptRequest', { to: Type.Optional(nullable(mailAddress())) }),
  answers: { 202: mailSchema },
  example: {
    params: { id: exampleMail.ticketId },
    body: { to: 'ben@example.com' },
    answer: {
      ...exampleMail,
      kind: 'transcript',
      state: 'queued',
      subject: 'Transcript of request #10001: Cannot sign in',
      attempts: 0,
      endedAt: null,
    },
  },
  async handle({ context, params: { id: ticketId }, body: { to = null } }) {
    const mail = await sendTranscript(context, { ticketId, to })
    if (mail === null) throw new AppError('not_found', 'There is no such ticket.')
    return answer(202, presentMail(mail))
  },
})

function found<T>(mail: T | null): T {
  if (mail === null) throw new AppError('not_found', 'There is no such mail.')
  return mail
}
