import { randomBytes } from 'node:crypto'
import { fastify } from 'fastify'
import { rawAnswer } from '../answer.ts'
import type { Route } from '../route.ts'
import { defineRoute } from '../route.ts'
import { pageHeaders } from '../security-headers.ts'
import { starter } from './starter.ts'

const pageUrl = '/docs'
const starterUrl = '/docs/start.js'
const libraryUrl = '/docs/reference.js'

const shown = {
  tag: 'service',
  permission: 'public',
  load: 'list',
  isHidden: true,
  example: {},
  answers: { 200: null },
} as const

/** The page that shows the reference to people, and its scripts; the library's is read at the first visit. */
export function referencePageRoutes(): Route[] {
  let library: Promise<string> | null = null
  return [
    pageRoute,
    scriptRoute({ url: starterUrl, operationId: 'showReferenceStarter', read: () => starter }),
    scriptRoute({ url: libraryUrl, operationId: 'showReferenceScript', read: () => (library ??= readLibrary()) }),
  ]
}

const pageRoute = defineRoute({
  ...shown,
  method: 'GET',
  url: pageUrl,
  isPage: true,
  operationId: 'showReference',
  summary: 'The reference of this API as a page',
  handle: async () => {
    const nonce = randomBytes(16).toString('base64')
    return rawAnswer('text/html; charset=utf-8', pageWith(nonce), {
      ...pageHeaders,
      'content-security-policy': policyWith(nonce),
      'cache-control': 'no-store',
    })
  },
})

function scriptRoute(script: { url: string; operationId: string; read: () => string | Promise<string> }): Route {
  return defineRoute({
    ...shown,
    method: 'GET',
    url: script.url,
    operationId: script.operationId,
    summary: 'A script of the reference page',
    handle: async () =>
      rawAnswer('text/javascript; charset=utf-8', await script.read(), { 'cache-control': 'public, max-age=3600' }),
  })
}

const pageWith = (nonce: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Switchyard API</title>
    <meta property="csp-nonce" content="${nonce}" />
    <script defer src="${starterUrl}"></script>
    <script defer src="${libraryUrl}"></script>
  </head>
  <body>
    <div id="app"></div>
  </body>
</html>
`

/** That of the other pages, but for the styles that the library makes by script: each visit has a nonce of its own for them. */
const policyWith = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vue default',
  ].join('; ')

/** Lets the library serve its script on a server of its own, so that its routes never stand on ours. */
async function readLibrary(): Promise<string> {
  const { default: reference } = await import('@scalar/fastify-api-reference')
  const server = fastify()
  await server.register(reference, { routePrefix: pageUrl, configuration: { url: '/openapi.json' } })
  const script = (await server.inject(`${pageUrl}/js/scalar.js`)).body
  await server.close()
  return script
}
