import { isIP } from 'node:net'

/** How the way to the mail server is kept secret. */
export type SmtpTls =
  /** Encrypted to a server whose certificate is good, or not at all. */
  | 'required'
  /** Encrypted where the server offers it: for one on this machine. */
  | 'offered'
  /** Encrypted, whoever the server is. */
  | 'unverified'
  | 'none'

/** Where mail is handed over, as `SMTP_URL` says it. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (`smtps:`); else STARTTLS. */
  readonly isImplicit: boolean
  readonly tls: SmtpTls
  readonly login: { readonly user: string; readonly password: string } | null
}

const tlsWords: readonly SmtpTls[] = ['required', 'unverified', 'none']

/**
 * Reads `smtp://user:password@host:587` or `smtps://…:465`; `?tls=unverified` takes any certificate, `?tls=none` sends in the
 * clear. Throws an Error that says what is expected and repeats no part of the text, which may hold a password.
 */
export function smtpServer(text: string): SmtpServer {
  const url = URL.parse(text)
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
    throw new Error('expected a URL such as smtp://user:password@mail.example.com:587 or smtps://…:465')
  if (!['', '/'].includes(url.pathname) || url.hash !== '')
    throw new Error(
      'expected nothing behind the host but ?tls=; write @, /, # and : of a password as %40, %2F, %23 and %3A',
    )
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const isImplicit = url.protocol === 'smtps:'
  const login = loginOf(url)
  const tls = tlsOf(url, { host, isImplicit })
  if (tls === 'none' && login !== null && !isThisMachine(host))
    throw new Error('with ?tls=none the password would travel in the clear; take tls=none or the password away')
  return { host, port: url.port === '' ? (isImplicit ? 465 : 587) : Number(url.port), isImplicit, tls, login }
}

function tlsOf(url: URL, { host, isImplicit }: { host: string; isImplicit: boolean }): SmtpTls {
  const unknown = [...url.searchParams.keys()].filter((name) => name !== 'tls')
  if (unknown.length > 0) throw new Error('expected no parameter but tls')
  const said = url.searchParams.get('tls')
  if (said === null) return isThisMachine(host) && !isImplicit ? 'offered' : 'required'
  const tls = tlsWords.find((word) => word === said)
  if (tls === undefined) throw new Error('expected tls=required, tls=unverified or tls=none')
  if (tls === 'none' && isImplicit) throw new Error('smtps: is TLS from the first byte; write smtp: for tls=none')
  return tls
}

function loginOf({ username, password }: URL): SmtpServer['login'] {
  if (username === '' && password === '') return null
  if (username === '' || password === '') throw new Error('expected both a user and a password, or neither')
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    throw new Error('expected user and password written with % and two hexadecimal digits')
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
