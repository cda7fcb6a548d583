import { createHash } from 'node:crypto'

/** What of a visit's name is kept: whatever a page takes for one, it says nothing of who it was. */
export function visitHash(visit: string): string {
  return createHash('sha256').update(visit).digest('base64url').slice(0, 27)
}
