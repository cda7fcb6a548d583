import { Type } from 'typebox'
import { requireWidget } from '../../modules/chat/index.ts'
import { answerArticle, noteShowings, suggestArticles } from '../../modules/widget/index.ts'
import { answer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, language, nullable, oneOf } from '../schemas.ts'
import { askingPage, channelKey, visitName, type WidgetService } from './widget-service.ts'

/** What a page's visitor is given to read before a chat, what of it was shown, and whether it helped. */
export function widgetArticleRoutes(service: WidgetService): Route[] {
  return [suggestRoute(service), showingRoute(service), answerRoute(service)]
}

const ArticleLine = Type.Array(
  Type.Object({
    text: Type.String(),
    isStrong: Type.Boolean(),
    url: nullable(Type.String({ description: '`https:`, `mailto:` or `tel:`.' })),
  }),
)

const ArticleSchema = component('SuggestedArticle', {
  key: Type.String(),
  language: Type.String({ description: 'In which it is, where it has no text in the one asked for.' }),
  title: Type.String(),
  body: Type.Array(
    Type.Object({ kind: oneOf(['paragraph', 'heading', 'bullets', 'steps']), lines: Type.Array(ArticleLine) }),
    { description: 'Its pieces, to be drawn as text: lists have a line for each point, the others one.' },
  ),
})

const exampleArticle = {
  key: 'missing-deposit',
  language: 'en',
  title: 'A deposit has not arrived',
  body: [
    {
      kind: 'paragraph' as const,
      lines: [
        [
          { text: 'Most deposits arrive ', isStrong: false, url: null },
          { text: 'within 15 minutes', isStrong: true, url: null },
          { text: '.', isStrong: false, url: null },
        ],
      ],
    },
  ],
}

function suggestRoute({ installation, publicUrl }: WidgetService): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/widget/articles',
    operationId: 'suggestArticles',
    summary: 'Find what a visitor may read before it asks',
    description:
      'For the pages that may open chats of the channel, while its visitor writes what it is about: at most three of the ' +
      'workflow’s `articles`, the likeliest first, in the visitor’s language or the workspace’s. What was written is kept nowhere.',
    tag: 'chat',
    permission: 'public',
    // Whoever is given nothing to read asks at once.
    load: 'list',
    idempotency: 'none',
    cors: true,
    body: component('ArticleSearch', {
      channel: channelKey,
      text: Type.String({ minLength: 1, maxLength: 2000, description: 'What the visitor has written so far.' }),
      language: Type.Optional(language()),
    }),
    answers: { 200: component('SuggestedArticles', { data: Type.Array(ArticleSchema) }) },
    example: {
      body: { channel: 'operations-review.live-chat', text: 'My deposit is missing.', language: 'en' },
      answer: { data: [exampleArticle] },
    },
    async handle({ body: { channel, text, language: spoken = null }, request }) {
      const page = askingPage(request, publicUrl)
      const found = await requireWidget(installation, { key: channel, requestId: request.id, page })
      return { data: await suggestArticles(found, { text, language: spoken }) }
    },
  })
}

function showingRoute({ installation, publicUrl }: WidgetService): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/widget/articles/showings',
    operationId: 'noteArticleShowings',
    summary: 'Say which articles a visitor was shown, or has opened',
    description:
      'Counts each article once for a visit, however often it is sent; read in `GET /v1/reports/overview`. Nothing else of ' +
      'the visitor is kept.',
    tag: 'chat',
    permission: 'public',
    load: 'list',
    idempotency: 'none',
    cors: true,
    body: component('ArticleShowings', {
      channel: channelKey,
      visit: visitName,
      articles: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 10 }),
      opened: Type.Optional(Type.Boolean({ default: false, description: 'They were opened, not shown alone.' })),
    }),
    answers: { 204: null },
    example: {
      body: {
        channel: 'operations-review.live-chat',
        visit: 'q3Jk9vXbT1mZs7RcYw2LdPfA',
        articles: ['missing-deposit'],
      },
    },
    async handle({ body: { channel, visit, articles, opened: isOpened = false }, request }) {
      const page = askingPage(request, publicUrl)
      const found = await requireWidget(installation, { key: channel, requestId: request.id, page })
      await noteShowings(found, { visit, articles, isOpened })
      return answer(204)
    },
  })
}

function answerRoute({ installation, publicUrl }: WidgetService): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/widget/articles/:article/answers',
    operationId: 'answerArticle',
    summary: 'Say whether an article helped',
    description:
      'Told as `article.answered`, without who said it, as often as it is sent. With a `visit` it counts once there in ' +
      '`GET /v1/reports/overview`: what was sent last.',
    tag: 'chat',
    permission: 'public',
    load: 'list',
    idempotency: 'none',
    cors: true,
    params: Type.Object({ article: Type.String({ minLength: 1, maxLength: 60 }) }),
    body: component('ArticleAnswer', { channel: channelKey, helped: Type.Boolean(), visit: Type.Optional(visitName) }),
    answers: { 204: null },
    example: {
      params: { article: 'missing-deposit' },
      body: { channel: 'operations-review.live-chat', helped: true },
    },
    async handle({ params: { article }, body: { channel, helped, visit = null }, request }) {
      const page = askingPage(request, publicUrl)
      const found = await requireWidget(installation, { key: channel, requestId: request.id, page })
      await answerArticle(found, { article, helped, visit })
      return answer(204)
    },
  })
}
