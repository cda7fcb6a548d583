import { Type } from 'typebox'
import { followByReading, readInChat, sayInChat, sideOf, typeInChat } from '../../modules/chat/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, oneOf, pageOf } from '../schemas.ts'
import { answerMessage, ChatMessageSchema, exampleChat, exampleChatMessage } from './chat-schemas.ts'

/** What is said in chats. */
export function chatMessageRoutes(): Route[] {
  return [listRoute, sayRoute, typingRoute, readRoute]
}

const params = Type.Object({ id: id('chat') })
const example = { params: { id: exampleChat.id } }
const noSuchChat = () => new AppError('not_found', 'There is no such chat.')
/** Of one message. */
const mostAttachments = 10

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/chat/sessions/:id/messages',
  operationId: 'listChatMessages',
  summary: 'Read what was said in a chat',
  description: 'Oldest first; `after` is the `seq` of the last message seen.',
  tag: 'chat',
  permission: 'chat:read',
  cors: true,
  params,
  query: Type.Object({
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  answers: { 200: pageOf('ChatMessagePage', ChatMessageSchema) },
  example: { ...example, answer: { data: [exampleChatMessage], page: { next: null } } },
  async handle({ context, params: { id: chatId }, query: { after = 0, limit = 50 } }) {
    const messages = await followByReading(context, { chatId, after, limit: limit + 1 })
    if (messages === null) throw noSuchChat()
    const shown = messages.slice(0, limit)
    const next = messages.length > limit ? String(shown.at(-1)?.seq ?? '') : null
    return { data: shown.map((message) => answerMessage(context, message)), page: { next } }
  },
})

const sayRoute = defineRoute({
  method: 'POST',
  url: '/v1/chat/sessions/:id/messages',
  operationId: 'sayInChat',
  summary: 'Say something in a chat',
  description:
    'Stored before it is answered, with the next `seq` of the chat, and shown on its ticket too. With `clientId` a repeated ' +
    'message is said once (200); another message under it is 409, and so is what comes after the end. The word of a person ' +
    'stops the first-response clock, that of a bot does not. Files are uploaded first and attached here.',
  tag: 'chat',
  permission: 'chat:write',
  load: 'message',
  cors: true,
  params,
  body: component('ChatMessageAdd', {
    body: Type.Optional(
      Type.String({ maxLength: 10_000, default: '', description: 'May be left out where a file is attached.' }),
    ),
    clientId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    attachments: Type.Optional(
      Type.Array(id('file'), {
        maxItems: mostAttachments,
        uniqueItems: true,
        description: 'Files you uploaded with `POST /v1/files`, in this order.',
      }),
    ),
    as: Type.Optional(
      oneOf(['customer'], { description: 'Says it for the customer, as a caller that speaks for it may.' }),
    ),
    agentId: Type.Optional(
      id('agent', { description: 'Says it as this agent, with `agents:act`: the bot of the chat.' }),
    ),
  }),
  answers: { 201: ChatMessageSchema, 200: ChatMessageSchema },
  example: {
    ...example,
    body: { body: exampleChatMessage.body, clientId: exampleChatMessage.clientId },
    status: 201,
    answer: exampleChatMessage,
  },
  async handle({ context, params: { id: chatId }, body }) {
    const said = await sayInChat(context, {
      chatId,
      body: body.body ?? '',
      clientId: body.clientId ?? null,
      fileIds: body.attachments ?? [],
      asCustomer: body.as === 'customer',
      asAgentId: body.agentId ?? null,
    })
    if (said === null) throw noSuchChat()
    return answer(said.isRepeat ? 200 : 201, answerMessage(context, said.message))
  },
})

const typingRoute = defineRoute({
  method: 'POST',
  url: '/v1/chat/sessions/:id/typing',
  operationId: 'typeInChat',
  summary: 'Say that you are typing',
  description: 'Told to the other side’s sockets, kept nowhere. Say it again every few seconds while it is so.',
  tag: 'chat',
  permission: 'chat:write',
  load: 'message',
  idempotency: 'none',
  cors: true,
  params,
  answers: { 204: null },
  example,
  async handle({ context, params: { id: chatId } }) {
    if ((await typeInChat(context, { chatId })) === null) throw noSuchChat()
    return answer(204)
  },
})

const readRoute = defineRoute({
  method: 'POST',
  url: '/v1/chat/sessions/:id/read',
  operationId: 'readInChat',
  summary: 'Say up to where you have read',
  description: 'Of your side of the chat, and told to the other one; going back changes nothing.',
  tag: 'chat',
  permission: 'chat:read',
  load: 'message',
  idempotency: 'none',
  cors: true,
  params,
  body: component('ChatRead', { seq: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }) }),
  answers: { 200: component('ChatReadMark', { by: oneOf(['customer', 'agent']), seq: Type.Integer() }) },
  example: { ...example, body: { seq: 1 }, answer: { by: 'agent', seq: 1 } },
  async handle({ context, params: { id: chatId }, body: { seq } }) {
    const chat = await readInChat(context, { chatId, seq })
    if (chat === null) throw noSuchChat()
    const by = sideOf(context)
    return { by, seq: by === 'customer' ? chat.customerReadSeq : chat.agentReadSeq }
  },
})
