import { createHash } from 'node:crypto'
import { fastify } from 'fastify'
import type { Route } from './route.ts'
import { defineRoute } from './route.ts'
import { rawAnswer } from './answer.ts'
import { pageHeaders } from './security-headers.ts'

interface ReferencePage {
  readonly html: string
  readonly script: string
  readonly headers: Readonly<Record<string, string>>
}

const pageUrl = '/docs'
const scriptUrl = '/docs/reference.js'

/** All seven together keep the page from asking anybody but us (stack.md 8). */
const offline = {
  telemetry: false,
  withDefaultFonts: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  proxyUrl: '',
  showDeveloperTools: 'never',
  hideClientButton: true,
} as const

/** The page that shows the reference to people, and its script; both are made at the first visit. */
export function referencePageRoutes(): Route[] {
  let page: Promise<ReferencePage> | null = null
  const readPage = () => (page ??= renderPage())
  const shown = {
    tag: 'service',
    permission: 'public',
    load: 'list',
    isHidden: true,
    example: {},
    answers: { 200: null },
  } as const
  return [
    defineRoute({
      ...shown,
      method: 'GET',
      url: pageUrl,
      isPage: true,
      operationId: 'showReference',
      summary: 'The reference of this API as a page',
      handle: async () => {
        const { html, headers } = await readPage()
        return rawAnswer('text/html; charset=utf-8', html, headers)
      },
    }),
    defineRoute({
      ...shown,
      method: 'GET',
      url: scriptUrl,
      operationId: 'showReferenceScript',
      summary: 'The script of the reference page',
      handle: async () => {
        const { script } = await readPage()
        return rawAnswer('text/javascript; charset=utf-8', script, { 'cache-control': 'public, max-age=3600' })
      },
    }),
  ]
}

/** Lets the library write its page on a server of its own, so that its routes never stand on ours. */
async function renderPage(): Promise<ReferencePage> {
  const { default: reference } = await import('@scalar/fastify-api-reference')
  const renderer = fastify()
  await renderer.register(reference, {
    routePrefix: pageUrl,
    configuration: { ...offline, url: '/openapi.json', cdn: scriptUrl, pageTitle: 'Switchyard API' },
  })
  const html = (await renderer.inject(`${pageUrl}/`)).body
  const script = (await renderer.inject(`${pageUrl}/js/scalar.js`)).body
  await renderer.close()
  return { html, script, headers: { ...pageHeaders, 'content-security-policy': policyFor(html) } }
}

/** Only our own script and the page's inline one may run, and nothing may be asked but this service. */
function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text ?? '')
  const hashes = inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
