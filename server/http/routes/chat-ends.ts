import { Type } from 'typebox'
import { getChat, leaveChat, rateChat, withOutlooks } from '../../modules/chat/index.ts'
import type { ShownChat } from '../../modules/chats/index.ts'
import { presentMail, sendTranscript } from '../../modules/mail/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, email, id, nullable, oneOf, phone } from '../schemas.ts'
import { answerChat, ChatSchema, exampleChat } from './chat-schemas.ts'

const params = Type.Object({ id: id('chat') })
const example = { params: { id: exampleChat.id } }
const ended = { ...exampleChat, status: 'closed' as const, position: null, endedAt: '2026-11-20T09:11:00.000Z' }
const byCustomer = { method: 'POST', tag: 'chat', permission: 'chat:write', cors: true, params } as const
const noSuchChat = () => new AppError('not_found', 'There is no such chat.')

/** How chats end for their customers: left, rated, sent by mail. */
export function chatEndRoutes({ publicUrl }: { publicUrl: string }): Route[] {
  return [leaveRoute(publicUrl), rateRoute(publicUrl), transcriptRoute]
}

async function show(context: Context, chat: ShownChat | null, publicUrl: string) {
  const [shown] = chat === null ? [] : await withOutlooks(context, [chat])
  if (shown === undefined) throw noSuchChat()
  return answerChat(context, shown, publicUrl)
}

function leaveRoute(publicUrl: string): Route {
  return defineRoute({
    ...byCustomer,
    url: '/v1/chat/sessions/:id/leave',
    operationId: 'leaveChat',
    summary: 'Leave a message instead of waiting',
    description:
      'The chat ends and its ticket goes on at its rank: as a `message`, answered like any ticket, or as a `callback` to ' +
      'a number told here or before. Asked again it changes nothing; one that an agent has is 409.',
    body: component('ChatLeave', {
      as: oneOf(['message', 'callback']),
      body: Type.Optional(Type.String({ maxLength: 10_000, description: 'Said last.' })),
      email: Type.Optional(email()),
      phone: Type.Optional(phone()),
    }),
    answers: { 200: ChatSchema },
    example: {
      ...example,
      body: { as: 'message', body: 'Please write to me.', email: 'ana@example.com' },
      answer: { ...ended, endedBy: 'customer', endReason: 'message' },
    },
    async handle({ context, params: { id: chatId }, body }) {
      return show(context, await leaveChat(context, { chatId, ...body }), publicUrl)
    },
  })
}

function rateRoute(publicUrl: string): Route {
  return defineRoute({
    ...byCustomer,
    url: '/v1/chat/sessions/:id/rating',
    operationId: 'rateChat',
    summary: 'Rate a chat',
    description: 'By its customer, from 1 to 5; said again it is changed. One that nobody has answered is 409.',
    body: component('ChatRating', {
      score: Type.Integer({ minimum: 1, maximum: 5 }),
      comment: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
    }),
    answers: { 200: ChatSchema },
    example: {
      ...example,
      body: { score: 5, comment: 'Quick and kind.' },
      answer: {
        ...ended,
        endedBy: 'agent',
        endReason: 'closed',
        rating: { score: 5, comment: 'Quick and kind.', ratedAt: '2026-11-20T09:12:00.000Z' },
      },
    },
    async handle({ context, params: { id: chatId }, body: { score, comment = null } }) {
      return show(context, await rateChat(context, { chatId, score, comment }), publicUrl)
    },
  })
}

const transcriptRoute = defineRoute({
  ...byCustomer,
  url: '/v1/chat/sessions/:id/transcript',
  operationId: 'mailChatTranscript',
  summary: 'Send what was said by mail',
  description: 'To the customer’s own address; somebody of the desk may name another one.',
  body: component('ChatTranscript', { to: Type.Optional(email()) }),
  answers: { 202: component('ChatTranscriptSent', { mailId: id('mail') }) },
  example: { ...example, body: {}, answer: { mailId: 'mail_01jqzv5k3mf8tbn2c4d6e7g9ha' } },
  async handle({ context, params: { id: chatId }, body: { to = null } }) {
    const chat = await getChat(context, { chatId })
    if (chat === null) throw noSuchChat()
    const mail = await sendTranscript(context, { ticketId: chat.ticketId, to, chatId })
    if (mail === null) throw noSuchChat()
    return answer(202, { mailId: presentMail(mail).id })
  },
})
