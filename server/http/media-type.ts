import type { IncomingHttpHeaders } from './http-types.ts'
import { AppError } from '../platform/errors.ts'

const json = /^application\/json[\t ]*(?:;[\t ]*charset=(?:utf-8|"utf-8")[\t ]*)?$/i

/**
 * Refuses a body that is not exactly JSON in UTF-8 before it is read: what is accepted here is parsed and validated,
 * and nothing else ever is (reliability.md F2). `rawMedia` are the route's own types, compared by essence.
 */
export function checkMediaType(headers: IncomingHttpHeaders, rawMedia: readonly string[] = []): void {
  if (!hasBody(headers)) return
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new AppError('unsupported_media_type', 'Send the body without Content-Encoding.')
  }
  const type = headers['content-type'] ?? ''
  const essence = /^[\t ]*([^;\t ]+)/.exec(type)?.[1]?.toLowerCase() ?? ''
  if (rawMedia.includes(essence) || (rawMedia.length === 0 && json.test(type))) return
  const accepted = rawMedia.length === 0 ? ['application/json'] : rawMedia
  throw new AppError('unsupported_media_type', `Send the body as ${accepted.join(' or ')}.`, { accepted })
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  if (headers['transfer-encoding'] !== undefined) return true
  const length = headers['content-length']
  return length !== undefined && length !== '0'
}
