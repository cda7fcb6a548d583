import { Type } from 'typebox'
import { closeChat, createChat, getChat, listChats, transferChat, withOutlooks } from '../../modules/chat/index.ts'
import { chatStatuses, type ShownChat } from '../../modules/chats/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineCursor } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'
import {
  answerChat,
  ChatCreate,
  ChatSchema,
  exampleChat,
  exampleChatRequest,
  exampleOpenedChat,
  OpenedChatSchema,
} from './chat-schemas.ts'

const cursor = defineCursor('chats', Type.String())
const params = Type.Object({ id: id('chat') })
const example = { params: { id: exampleChat.id } }
const agent = { id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Inês Duarte', kind: 'person' as const }
const active = {
  ...exampleChat,
  status: 'active' as const,
  agent,
  position: null,
  answeredAt: '2026-11-20T09:01:00.000Z',
}

/** Chats: opened, read, handed on, ended. */
export function chatRoutes({ publicUrl }: { publicUrl: string }): Route[] {
  return [createRoute, listRoute, getRoute, closeRoute, transferRoute].map((route) => route(publicUrl))
}

async function show(context: Context, chat: ShownChat | null, publicUrl: string) {
  const [shown] = chat === null ? [] : await withOutlooks(context, [chat])
  if (shown === undefined) throw new AppError('not_found', 'There is no such chat.')
  return answerChat(context, shown, publicUrl)
}

function createRoute(publicUrl: string): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/chat/sessions',
    aliases: ['/v1/chat/session'],
    operationId: 'createChat',
    summary: 'Open a chat',
    description:
      'Makes a ticket with a task of kind `chat`, queued and offered like any other, or opens the chat on a ticket there ' +
      'is (`ticketId`), whose work gives way to it. `token` is for the customer’s page: it opens this chat and nothing ' +
      'else. Where the queue lets nobody wait the chat has gone on as a message or callback already (`endReason`).',
    tag: 'chat',
    permission: 'chat:write',
    load: 'create',
    body: ChatCreate,
    answers: { 201: OpenedChatSchema },
    example: { body: exampleChatRequest, status: 201, answer: exampleOpenedChat },
    async handle({ context, body, request }) {
      const hasKey = request.headers['idempotency-key'] !== undefined
      const { chat, token } = await createChat(context, { request: body, hasKey, isMissed: true })
      const shown = await show(context, chat, publicUrl)
      return answer(201, { ...shown, token }, { location: `/v1/chat/sessions/${shown.id}` })
    },
  })
}

function listRoute(publicUrl: string): Route {
  return defineRoute({
    method: 'GET',
    url: '/v1/chat/sessions',
    operationId: 'listChats',
    summary: 'List chats',
    description: 'Newest first; those of a status, a ticket or an agent when asked for.',
    tag: 'chat',
    permission: 'chat:read',
    query: listQuery({
      status: Type.Optional(oneOf(chatStatuses)),
      ticketId: Type.Optional(id('ticket')),
      agent: Type.Optional(id('agent')),
    }),
    answers: { 200: pageOf('ChatPage', ChatSchema) },
    example: { query: { status: 'active', limit: '20' }, answer: { data: [active], page: { next: null } } },
    async handle({ context, query: { status = null, ticketId = null, agent: agentId = null, after, limit = 50 } }) {
      const before = cursor.read(after)
      const found = await listChats(context, { status, ticketId, agentId, before, limit: limit + 1 })
      const chats = await withOutlooks(context, found.slice(0, limit))
      const last = found.length > limit ? chats.at(-1) : undefined
      const next = last === undefined ? null : cursor.write(last.chat.id)
      return { data: chats.map((chat) => answerChat(context, chat, publicUrl)), page: { next } }
    },
  })
}

function getRoute(publicUrl: string): Route {
  return defineRoute({
    method: 'GET',
    url: '/v1/chat/sessions/:id',
    operationId: 'getChat',
    summary: 'Read a chat',
    description: 'By its customer’s token, or by who may see its ticket. Told the place in the queue and the wait.',
    tag: 'chat',
    permission: 'chat:read',
    cors: true,
    params,
    answers: { 200: ChatSchema },
    example: { ...example, answer: exampleChat },
    handle: async ({ context, params: { id: chatId } }) => show(context, await getChat(context, { chatId }), publicUrl),
  })
}

function closeRoute(publicUrl: string): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/chat/sessions/:id/close',
    operationId: 'closeChat',
    summary: 'End a chat',
    description:
      'An answered chat ends with its task, and its ticket keeps its status. One that still waits goes on as a message ' +
      'when something was said (`endReason: message`), to be answered like any ticket; else its ticket is closed. A chat ' +
      'that is over is answered as it is.',
    tag: 'chat',
    permission: 'chat:write',
    cors: true,
    params,
    body: component('ChatClose', {
      by: Type.Optional(
        oneOf(['customer', 'agent'], { description: 'Who ended it; of a customer’s token, the customer.' }),
      ),
    }),
    answers: { 200: ChatSchema },
    example: {
      ...example,
      body: { by: 'customer' },
      answer: {
        ...active,
        status: 'closed',
        endedAt: '2026-11-20T09:11:00.000Z',
        endedBy: 'customer',
        endReason: 'closed',
      },
    },
    async handle({ context, params: { id: chatId }, body }) {
      const by = context.principal.kind === 'customer' ? 'customer' : (body.by ?? 'agent')
      return show(context, await closeChat(context, { chatId, by, reason: 'closed' }), publicUrl)
    },
  })
}

function transferRoute(publicUrl: string): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/chat/sessions/:id/transfer',
    operationId: 'transferChat',
    summary: 'Hand a chat on',
    description:
      'To a queue or to an agent, as `POST /v1/tasks/{id}/transfer`: your own, or any with `agents:act`, so a bot hands ' +
      'its chat to people. The conversation stays; `note` tells whoever takes it what they need to know.',
    tag: 'chat',
    permission: 'task:write',
    params,
    body: component('ChatTransfer', {
      to: Type.Object({ agentId: Type.Optional(id('agent')), queue: Type.Optional(Type.String({ maxLength: 60 })) }),
      mode: Type.Optional(oneOf(['cold', 'warm'], { default: 'cold' })),
      restart: Type.Optional(Type.Boolean({ default: false })),
      force: Type.Optional(Type.Boolean({ default: false })),
      note: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 20_000, description: 'An internal note.' }))),
    }),
    answers: { 200: ChatSchema },
    example: {
      ...example,
      body: { to: { queue: 'payments' }, note: 'The deposit was charged twice.' },
      answer: exampleChat,
    },
    async handle({ context, params: { id: chatId }, body }) {
      const { to, mode = 'cold', restart = false, force = false, note = null } = body
      return show(context, await transferChat(context, { chatId, to, mode, restart, force, note }), publicUrl)
    },
  })
}
