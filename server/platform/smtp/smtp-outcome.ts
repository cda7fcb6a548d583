/** What came of handing one mail to the server. */
export type SmtpOutcome =
  | { readonly kind: 'sent'; readonly code: number; readonly response: string }
  | {
      readonly kind: 'failed'
      readonly errorClass: 'connect' | 'tls' | 'login' | 'timeout' | 'protocol' | 'refused' | 'internal'
      readonly code: number | null
      readonly response: string | null
    }

/** An error of the SMTP client, as far as it is told. */
interface ClientError {
  readonly code?: string | undefined
  readonly command?: string | undefined
  readonly responseCode?: number | undefined
  readonly response?: string | undefined
  readonly message: string
}

const longestResponse = 500
/** Answers that ask for a login or for TLS: they say nothing of the mail. */
const loginCodes = new Set([530, 534, 535, 538])
const tlsMessage = /certificate|TLS|SSL|altname/i

export function sentOutcome(response: string): SmtpOutcome {
  return { kind: 'sent', code: Number(response.slice(0, 3)) || 250, response: shortened(response) }
}

/** Says where a try ended; `isLoggingIn` while the credentials were being shown, whose text is never repeated. */
export function failedOutcome(error: ClientError): SmtpOutcome {
  const code = error.responseCode ?? null
  const errorClass = classOf(error, code)
  const response = errorClass === 'login' && code === null ? null : shortened(error.response ?? error.message)
  return { kind: 'failed', errorClass, code, response }
}

export const timedOut: SmtpOutcome = { kind: 'failed', errorClass: 'timeout', code: null, response: null }

function classOf(error: ClientError, code: number | null): Exclude<SmtpOutcome, { kind: 'sent' }>['errorClass'] {
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || (code !== null && loginCodes.has(code))) return 'login'
  if (error.code === 'ETIMEDOUT') return 'timeout'
  if (code !== null && isOfMail(error)) return 'refused'
  if (error.code === 'ETLS' || error.code === 'EREQUIRETLS') return 'tls'
  if (error.code === 'ESOCKET' && tlsMessage.test(error.message)) return 'tls'
  if (['ESOCKET', 'EDNS', 'ECONNECTION', 'ECONNREFUSED'].includes(error.code ?? '')) return 'connect'
  if (error.code === 'EPROTOCOL') return 'protocol'
  // Refused by the client itself before it was sent: an address or a size the server has ruled out.
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') return 'internal'
  return 'protocol'
}

function isOfMail({ code }: ClientError): boolean {
  return code === 'EENVELOPE' || code === 'EMESSAGE'
}

function shortened(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, longestResponse)
}
