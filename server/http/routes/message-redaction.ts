import { Type } from 'typebox'
import { redactMessage } from '../../modules/redaction/index.ts'
import { messageFor, presentMessage, redactionReasons } from '../../modules/tickets/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, oneOf } from '../schemas.ts'
import { exampleMessage } from './ticket-example.ts'
import { MessageSchema } from './ticket-schemas.ts'

/** Taking the words of a message out for good. */
export function messageRedactionRoutes(): Route[] {
  return [redactRoute]
}

const redactRoute = defineRoute({
  method: 'POST',
  url: '/v1/messages/:id/redact',
  operationId: 'redactMessage',
  summary: 'Take the words and files of a message out for good',
  description:
    'Everywhere they are kept: in the message and what a split copied of it, where the ticket repeats it, in mails, ' +
    'deliveries, kept answers and search. That something was said, by whom and when stays, with the reason. It cannot be ' +
    'undone; asked again it changes nothing. What was sent out before stays with whoever got it: they hear ' +
    '`message.redacted`, without the text.',
  tag: 'tickets',
  permission: 'message:redact',
  params: Type.Object({ id: id('message') }),
  body: component('Redaction', { reason: oneOf(redactionReasons) }),
  answers: { 200: MessageSchema },
  example: {
    params: { id: exampleMessage.id },
    body: { reason: 'payment_data' },
    answer: {
      ...exampleMessage,
      body: '',
      redaction: { at: '2026-11-20T09:06:30.000Z', reason: 'payment_data' },
    },
  },
  async handle({ context, params: { id: messageId }, body: { reason } }) {
    const message = await redactMessage(context, { messageId, reason })
    if (message === null) throw new AppError('not_found', 'There is no such message.')
    return presentMessage(messageFor(context, message))
  },
})
