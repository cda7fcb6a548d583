import { AppError } from '../platform/errors.ts'
import { answer, type Answer } from './answer.ts'
import type { IncomingHttpHeaders } from './http-types.ts'

/** The strong tag of one version of a resource: `"ticket_01….7"` (reliability.md 3.9). */
export function etagOf(publicId: string, version: number): string {
  return `"${publicId}.${version}"`
}

/**
 * The version that `If-Match` asks for, to be put into the conditional update; null when the caller asks for none.
 * Throws `version_mismatch` (412) when the header names no version of this resource.
 */
export function expectedVersion(headers: IncomingHttpHeaders, publicId: string): number | null {
  const header = headers['if-match']
  if (header === undefined || header.trim() === '*') return null
  const versions = tagsOf(header).flatMap((tag) => {
    const [, id, version] = /^"(.+)\.(\d{1,9})"$/.exec(tag) ?? []
    return id === publicId ? [Number(version)] : []
  })
  if (versions.length === 0) {
    throw new AppError('version_mismatch', 'If-Match names no version of this resource.')
  }
  return Math.max(...versions)
}

/** The same where the resource's own id is known only after reading it: the versions by the ids that `If-Match` names. */
export function expectedVersions(headers: IncomingHttpHeaders): ReadonlyMap<string, number> | null {
  const header = headers['if-match']
  if (header === undefined || header.trim() === '*') return null
  return new Map(
    tagsOf(header).flatMap((tag) => {
      const [, id, version] = /^"(.+)\.(\d{1,9})"$/.exec(tag) ?? []
      return id === undefined ? [] : [[id, Number(version)] as const]
    }),
  )
}

/** Answers a resource with its tag, or 304 when the caller has this very version. */
export function versionedAnswer(
  headers: IncomingHttpHeaders,
  resource: { readonly id: string; readonly version: number },
  status = 200,
): Answer {
  return taggedAnswer(headers, { etag: etagOf(resource.id, resource.version), body: resource }, status)
}

/** The same for a resource that shows no id of its own. */
export function taggedAnswer(
  headers: IncomingHttpHeaders,
  { etag, body }: { readonly etag: string; readonly body: unknown },
  status = 200,
): Answer {
  if (status === 200 && isKnown(headers['if-none-match'], etag)) return answer(304, undefined, { etag })
  return answer(status, body, { etag })
}

/** If-None-Match compares weakly: a proxy may have marked our tag as weak. */
export function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || tagsOf(header).some((tag) => tag.replace(/^W\//, '') === etag)
}

function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim())
}
