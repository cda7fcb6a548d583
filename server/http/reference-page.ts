import { randomBytes } from 'node:crypto'
import { fastify } from 'fastify'
import type { Route } from './route.ts'
import { defineRoute } from './route.ts'
import { rawAnswer } from './answer.ts'
import { pageHeaders } from './security-headers.ts'

interface ReferencePage {
  readonly html: string
  readonly script: string
}

const pageUrl = '/docs'
const scriptUrl = '/docs/reference.js'

/** Stands in the kept page for the word that only one answer has. */
const noncePlace = 'nonce-of-this-answer'

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
        const { html } = await readPage()
        const nonce = randomBytes(16).toString('base64url')
        return rawAnswer('text/html; charset=utf-8', html.replaceAll(noncePlace, nonce), headersWith(nonce))
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
    configuration: { ...offline, url: '/openapi.json', cdn: scriptUrl, pageTitle: 'Switchyard API', nonce: noncePlace },
  })
  const html = (await renderer.inject(`${pageUrl}/`)).body
  const script = (await renderer.inject(`${pageUrl}/js/scalar.js`)).body
  await renderer.close()
  return { html, script }
}

/** The policy of every page, under which the page's one inline script and the library's own styles are known by the nonce. */
function headersWith(nonce: string): Readonly<Record<string, string>> {
  const policy = String(pageHeaders['content-security-policy'])
  return {
    ...pageHeaders,
    'content-security-policy': policy.replace(/(script|style)-src 'self'/g, `$& 'nonce-${nonce}'`),
    'cache-control': 'no-store',
  }
}
