import { Type } from 'typebox'
import { presentChatMessage, type ChatMessage, type ChatWithOutlook } from '../../modules/chat/index.ts'
import { chatEnders, chatEndReasons, chatStatuses, presentChat } from '../../modules/chats/index.ts'
import { customerFor, messageFor } from '../../modules/tickets/index.ts'
import type { Context } from '../../platform/context.ts'
import { component, id, instant, language, nullable, oneOf } from '../schemas.ts'
import { AttachmentSchema } from './file-schemas.ts'
import { exampleRequest } from './ticket-example.ts'
import { RedactionSchema, TicketCreate } from './ticket-schemas.ts'
import { estimatedWait } from './wait-schemas.ts'

const { customerId, issueSummary, ...ofRequest } = TicketCreate.properties

export const ChatCreate = component(
  'ChatCreate',
  {
    ...ofRequest,
    customerId: Type.Optional(customerId),
    ticketId: Type.Optional(id('ticket', { description: 'Of a ticket there is: the chat is about that one.' })),
    channel: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'A channel of the kind `chat`, such as `live-chat`.' }),
    ),
    issueSummary: Type.Optional(issueSummary),
  },
  { description: 'A chat about something new, of a customer (`customerId`), or on a ticket there is (`ticketId`).' },
)

const chatMembers = {
  id: id('chat'),
  status: oneOf(chatStatuses),
  ticketId: id('ticket'),
  ticketNumber: Type.Integer(),
  taskId: id('task'),
  channel: Type.String(),
  queue: Type.String(),
  language: language(),
  customer: Type.Object({ id: id('customer'), externalId: nullable(Type.String()), name: nullable(Type.String()) }),
  agent: nullable(Type.Object({ id: id('agent'), name: Type.String(), kind: oneOf(['person', 'bot', 'partner']) })),
  position: nullable(Type.Integer({ description: '1 = next; null unless it waits.' })),
  estimatedWait: estimatedWait(),
  streamUrl: Type.String({ description: 'The WebSocket of this chat; `?after=<seq>` goes on after that message.' }),
  messages: Type.Integer({ description: 'The `seq` of the last message.' }),
  read: Type.Object(
    { customer: Type.Integer(), agent: Type.Integer() },
    { description: 'The `seq` up to which each side has read.' },
  ),
  redacted: Type.Array(Type.Integer(), { description: 'The `seq` of messages whose words were taken out.' }),
  startedAt: instant(),
  answeredAt: nullable(instant({ description: 'When the first agent took it.' })),
  endedAt: nullable(instant()),
  endedBy: nullable(oneOf(chatEnders)),
  endReason: nullable(
    oneOf(chatEndReasons, {
      description: '`message` and `callback`: it goes on as a ticket to be answered, or as a call back.',
    }),
  ),
  rating: nullable(Type.Object({ score: Type.Integer(), comment: nullable(Type.String()), ratedAt: instant() })),
}

export const ChatSchema = component('Chat', chatMembers)

export const OpenedChatSchema = component('OpenedChat', {
  ...chatMembers,
  token: Type.String({ description: 'Opens this chat and nothing else, for its customer’s page. Shown this once.' }),
})

export const ChatMessageSchema = component('ChatMessage', {
  id: id('message'),
  chatId: id('chat'),
  seq: Type.Integer({ description: 'Its place in the chat: 1, 2, 3 without holes.' }),
  clientId: nullable(Type.String()),
  author: Type.Object({ kind: Type.String(), id: nullable(Type.String()), name: nullable(Type.String()) }),
  automatic: Type.Boolean(),
  body: Type.String(),
  attachments: Type.Array(AttachmentSchema),
  createdAt: instant(),
  redaction: RedactionSchema,
})

/** A chat as the API answers this caller. */
export function answerChat(
  { principal }: Context,
  { chat, position, estimatedWait: wait }: ChatWithOutlook,
  publicUrl: string,
) {
  const shown = presentChat(chat)
  const customer = customerFor({ principal }, chat.customer, chat.ticket)
  return { ...shown, customer, position, estimatedWait: wait, streamUrl: streamUrlOf(publicUrl, shown.id) }
}

/** Where the socket of a chat is. */
function streamUrlOf(publicUrl: string, chatId: string): string {
  const { protocol, host } = new URL(publicUrl)
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/v1/chat/sessions/${chatId}/stream`
}

export function answerMessage(context: Context, message: ChatMessage) {
  return presentChatMessage(messageFor(context, message))
}

export const exampleChatRequest = { ...exampleRequest, channel: 'live-chat' }

export const exampleChat = {
  id: 'chat_01jqzv5k3mf8tbn2c4d6e7g9ha',
  status: 'queued' as const,
  ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  ticketNumber: 10_042,
  taskId: 'task_01jqzv5k3mf8tbn2c4d6e7g9ha',
  channel: 'live-chat',
  queue: 'frontline',
  language: 'en',
  customer: { id: 'cust_01jqzv5k3mf8tbn2c4d6e7g9ha', externalId: 'demo-customer-1024', name: null },
  agent: null,
  position: 1,
  estimatedWait: null,
  streamUrl: 'wss://support.example/v1/chat/sessions/chat_01jqzv5k3mf8tbn2c4d6e7g9ha/stream',
  messages: 0,
  read: { customer: 0, agent: 0 },
  redacted: [],
  startedAt: '2026-11-20T09:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  endedBy: null,
  endReason: null,
  rating: null,
}

export const exampleOpenedChat = { ...exampleChat, token: 'sy_0123456789abcdefghijklmnopqrstu0abcde' }

export const exampleChatMessage = {
  id: 'msg_01jqzv5k3mf8tbn2c4d6e7g9ha',
  chatId: exampleChat.id,
  seq: 1,
  clientId: '6f1c2a90-7a54-4a44-9df0-7c1d3a0b9e11',
  author: { kind: 'customer', id: 'cust_01jqzv5k3mf8tbn2c4d6e7g9ha', name: null },
  automatic: false,
  body: 'My deposit is missing.',
  attachments: [],
  createdAt: '2026-11-20T09:00:12.000Z',
  redaction: null,
}
