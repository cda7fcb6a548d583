import { Type } from 'typebox'
import { readIdentitySecrets } from '../../modules/access/index.ts'
import { findWidget, readWidget, requireWidget, withOutlooks } from '../../modules/chat/index.ts'
import { openVisitorChat } from '../../modules/widget/index.ts'
import { currentWorkflow } from '../../modules/workflow/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, language, nullable, oneOf } from '../schemas.ts'
import { answerChat, exampleOpenedChat, OpenedChatSchema } from './chat-schemas.ts'
import { askingPage, channelKey, visitName, type WidgetService } from './widget-service.ts'

/** Chats of web pages: what a page shows before one, its opening, and the secret by which visitors are vouched for. */
export function widgetRoutes(service: WidgetService): Route[] {
  return [channelRoute(service), openRoute(service), secretRoute]
}

const WidgetSchema = component('Widget', {
  channel: Type.String(),
  title: nullable(Type.String()),
  greeting: nullable(Type.String()),
  color: nullable(Type.String({ description: 'As CSS has it: `#0b7285`.' })),
  languages: Type.Array(language()),
  isOpen: Type.Boolean({ description: 'By the hours of the queue. While it is not, offer `away` instead.' }),
  away: oneOf(['message', 'callback']),
  identity: oneOf(['off', 'optional', 'required']),
  form: Type.Array(
    Type.Object({
      name: Type.String({ description: '`name`, `email`, `phone`, `issueSummary`, or a custom field.' }),
      label: Type.String(),
      type: oneOf(['text', 'email', 'phone', 'longtext', 'choice']),
      choices: Type.Array(Type.String()),
      required: Type.Boolean(),
    }),
  ),
})

const exampleWidget = {
  channel: 'live-chat',
  title: 'Talk to us',
  greeting: 'How can we help?',
  color: '#0b7285',
  languages: ['en', 'es', 'pt'],
  isOpen: true,
  away: 'message' as const,
  identity: 'optional' as const,
  form: [{ name: 'email', label: 'Your e-mail', type: 'email' as const, choices: [], required: false }],
}

function channelRoute({ installation }: WidgetService): Route {
  return defineRoute({
    method: 'GET',
    url: '/v1/widget/channels/:key',
    operationId: 'readWidget',
    summary: 'Read how a channel’s widget looks',
    description: 'For a page before it opens a chat: texts, the form, and whether the queue is open now.',
    tag: 'chat',
    permission: 'public',
    cors: true,
    params: Type.Object({ key: channelKey }),
    query: Type.Object({ language: Type.Optional(language()) }),
    answers: { 200: WidgetSchema },
    example: { params: { key: 'operations-review.live-chat' }, query: { language: 'en' }, answer: exampleWidget },
    async handle({ params: { key }, query, request }) {
      const found = await findWidget(installation, { key, requestId: request.id })
      if (found === null) throw new AppError('not_found', 'There is no such channel.')
      return readWidget(found, { language: query.language ?? null })
    },
  })
}

const WidgetSession = component('WidgetSession', {
  channel: channelKey,
  identity: Type.Optional(
    Type.String({ minLength: 1, maxLength: 4096, description: 'A signed word (JWT, HS256) on who the visitor is.' }),
  ),
  visitorId: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{22,64}$',
      description: 'A random text this browser keeps to itself, so that it is known when it comes again.',
    }),
  ),
  visit: Type.Optional(visitName),
  language: Type.Optional(language()),
  form: Type.Optional(
    Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 }), {
      maxProperties: 20,
      description: 'The answers to the form, by the names of its fields.',
    }),
  ),
  message: Type.Optional(Type.String({ minLength: 1, maxLength: 10_000, description: 'The first message.' })),
  mode: Type.Optional(
    oneOf(['chat', 'message', 'callback'], {
      default: 'chat',
      description: 'To talk; or to leave a message, or be called back (with a `phone` in the form).',
    }),
  ),
})

function openRoute({ installation, publicUrl }: WidgetService): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/widget/sessions',
    operationId: 'openWidgetChat',
    summary: 'Open a chat from a web page',
    description:
      'For our own widget and for pages of the channel’s origins (`widget.origins` in the workflow): the `Origin` of the ' +
      'request must be one of them. An unknown channel and a page that may not are refused alike (403). From one address ' +
      'sixty at once and one a second are taken (429).',
    tag: 'chat',
    permission: 'public',
    bringsWork: true,
    load: 'create',
    idempotency: 'none',
    cors: true,
    body: WidgetSession,
    answers: { 201: OpenedChatSchema },
    example: {
      body: {
        channel: 'operations-review.live-chat',
        language: 'en',
        form: { name: 'Ana', issueSummary: 'My deposit is missing.' },
        message: 'Hello, I paid an hour ago.',
      },
      status: 201,
      answer: exampleOpenedChat,
    },
    async handle({ body, request }) {
      const page = askingPage(request, publicUrl)
      const found = await requireWidget(installation, { key: body.channel, requestId: request.id, page })
      const { chat, token } = await openVisitorChat(found, {
        page,
        identity: body.identity ?? null,
        visitorId: body.visitorId ?? null,
        visit: body.visit ?? null,
        language: body.language ?? null,
        form: body.form ?? {},
        message: body.message ?? null,
        mode: body.mode ?? 'chat',
      })
      const [shown] = await withOutlooks(found.context, [chat])
      if (shown === undefined) throw new Error('A chat was opened and is gone.')
      return answer(201, { ...answerChat(found.context, shown, publicUrl), token })
    },
  })
}

const IdentitySecret = component('IdentitySecret', {
  channel: Type.String(),
  secret: Type.String({ description: 'Signs who a visitor is: the text itself is the key of HS256.' }),
  retiring: Type.Array(Type.String(), { description: 'Those before it that still count.' }),
})

const secretRoute = defineRoute({
  method: 'GET',
  url: '/v1/widget/channels/:channel/identity-secret',
  operationId: 'readIdentitySecret',
  summary: 'Read the secret that vouches for a channel’s visitors',
  description:
    'For the backend of a page: it signs there who its visitor is (docs/chat.md). It comes from the workspace’s key and is ' +
    'replaced with it; that it was read is recorded.',
  tag: 'chat',
  permission: 'token:write',
  params: Type.Object({ channel: Type.String({ minLength: 1, maxLength: 60 }) }),
  answers: { 200: IdentitySecret },
  example: {
    params: { channel: 'live-chat' },
    answer: { channel: 'live-chat', secret: 'C2FVsBQIhrscChlQIMV-b5sSYspob7oD5oVPdLiRWkM', retiring: [] },
  },
  async handle({ context, params: { channel } }) {
    const workflow = await currentWorkflow(context)
    if (workflow.channels.get(channel)?.widget == null) throw new AppError('not_found', 'There is no such channel.')
    const [secret = '', ...retiring] = await readIdentitySecrets(context, { channel })
    return { channel, secret, retiring }
  },
})
