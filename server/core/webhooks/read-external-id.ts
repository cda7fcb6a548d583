import { membersOf, plain } from './read-members.ts'

const longest = 200

/** The receiver's own id of what it was told, where its 2xx answer names one: `{"externalId": "A-1"}`. */
export function readExternalId(answer: { status: number; bodyText: string; bodyIsTruncated: boolean }): string | null {
  if (answer.status < 200 || answer.status > 299 || answer.bodyIsTruncated) return null
  const { externalId } = membersOf(answer.bodyText)
  if (typeof externalId !== 'string' && !Number.isSafeInteger(externalId)) return null
  const text = plain(String(externalId)).trim()
  return text === '' || text.length > longest ? null : text
}
