import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { pageHeaders } from './security-headers.ts'

/** First parts of addresses that belong to the API; nothing under them is ever a page. */
const apiRoots = new Set([
  'v1',
  'support',
  'rating',
  'telephony',
  'docs',
  'widget',
  'portal',
  'platform',
  'openapi.json',
  'livez',
  'readyz',
  'metrics',
])

const beingBuilt = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="refresh" content="3">
    <title>Switchyard</title>
  </head>
  <body>
    <h1>The console is being built</h1>
    <p>The service itself is running. This page looks again every three seconds; if it stays, run <code>npm run build</code>.</p>
  </body>
</html>
`

/**
 * Answers an address that no route has with a file of the built console, or with its page for a browser that
 * navigates. Gives null when there is nothing to show, which is then a 404 like any other.
 */
export async function answerFromConsole(
  folder: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | null> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return null
  const path = request.url.split('?', 1)[0] ?? '/'
  // The frame of the public page is filled by its route.
  if (apiRoots.has(path.split('/')[1] ?? '') || path === '/platform.html') return null
  if (isPlainPath(path) && (await isFile(join(folder, path)))) {
    // Names under /assets/ hold a hash of their content, so a browser may keep them for good.
    const isHashed = path.startsWith('/assets/')
    return reply.headers(pageHeaders).sendFile(path.slice(1), { immutable: isHashed, maxAge: isHashed ? '365d' : 0 })
  }
  if (path.startsWith('/assets/') || !acceptsPage(request)) return null
  if (await isFile(join(folder, 'index.html'))) return reply.headers(pageHeaders).sendFile('index.html', { maxAge: 0 })
  return reply
    .code(503)
    .headers(pageHeaders)
    .header('retry-after', '3')
    .type('text/html; charset=utf-8')
    .send(beingBuilt)
}

/** Letters, digits, dashes, single dots: no encoded characters, no `..`, no hidden files. */
function isPlainPath(path: string): boolean {
  return /^(\/[\w-]+(\.[\w-]+)*)+$/.test(path)
}

function acceptsPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') === true
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
