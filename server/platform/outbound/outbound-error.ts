import { errors } from 'undici'

/** Why no answer came. Closed: delivery logs and retry rules rely on these words. */
export type OutboundErrorClass = 'dns' | 'blocked' | 'timeout' | 'tls' | 'refused' | 'reset' | 'too_large' | 'protocol'

/** A failure of the other side or of the way to it; never a mistake of ours. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly errorClass: OutboundErrorClass

  constructor(errorClass: OutboundErrorClass, message: string, options?: ErrorOptions) {
    super(message, options)
    this.errorClass = errorClass
  }
}

/** What a tenant is told: `blocked` reads like `refused`, so that URLs cannot be used to map our network (reliability.md 3.7 item 7). */
export function errorClassForTenant(errorClass: OutboundErrorClass): Exclude<OutboundErrorClass, 'blocked'> {
  return errorClass === 'blocked' ? 'refused' : errorClass
}

const classByCode: Record<string, OutboundErrorClass> = {
  UND_ERR_HEADERS_OVERFLOW: 'too_large',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'protocol',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_INFO: 'reset',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
}

/** The class of an error met during an exchange; null when it is no failure of the other side. */
export function classOfExchangeError(error: unknown): OutboundErrorClass | null {
  if (error instanceof OutboundError) return error.errorClass
  if (error instanceof errors.HTTPParserError) return 'protocol'
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (error.code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')) return 'protocol'
  return classByCode[error.code] ?? null
}
