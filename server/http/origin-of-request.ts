import { encodeId } from '../platform/ids.ts'
import { type Origin, originOf } from '../platform/origin.ts'
import type { Caller } from './authentication.ts'
import type { IncomingHttpHeaders } from './http-types.ts'

/** From where a request came, for the audit trail; `caller` is null while nobody is known yet. */
export function originOfRequest(
  request: { id: string; ip: string; headers: IncomingHttpHeaders },
  caller: Pick<Caller, 'tokenId' | 'sessionId'> | null = null,
): Origin {
  return originOf({
    id: request.id,
    address: request.ip,
    userAgent: request.headers['user-agent'],
    credential: credentialOf(caller),
  })
}

function credentialOf(caller: Pick<Caller, 'tokenId' | 'sessionId'> | null): string | undefined {
  if (caller?.tokenId !== undefined) return encodeId('token', caller.tokenId)
  return caller?.sessionId === undefined ? undefined : encodeId('session', caller.sessionId)
}
