import type { Call } from '@switchyard/sdk'

type Asked = Pick<Call, 'method' | 'path' | 'body'>

/** What is asked while somebody writes, and changes nothing. */
const isPreview = ({ body, path }: Asked) =>
  /\/(check|plan|dry-run)$/.test(path) || (typeof body === 'object' && body !== null && 'preview' in body)

/** What the console tells by itself: what is being written, that somebody writes, how far they have read. */
const isTold = ({ path }: Asked) =>
  path.startsWith('/v1/realtime') ||
  path.startsWith('/v1/session') ||
  path.includes('drafts/') ||
  /^\/v1\/chat\/sessions\/[^/]+\/(typing|read)$/.test(path)

/** Whether a call is something that a person has done, and may copy as curl. */
export function isAction(call: Asked): boolean {
  return call.method !== 'GET' && !isPreview(call) && !isTold(call)
}
