import { Type } from 'typebox'
import { type NewSession, signInWithLink, signInWithPassword, signOut } from '../../modules/access/index.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Origin } from '../../platform/origin.ts'
import { answer } from '../answer.ts'
import { cookieOf, sessionCookieName } from '../authentication.ts'
import { originOfRequest } from '../origin-of-request.ts'
import { type CallRequest, defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText } from '../schemas.ts'

/** What signing in needs besides the request. */
export interface SignInService {
  readonly installation: Installation
  /** Where the service is reached; https makes the cookie a `__Host-` one. */
  readonly publicUrl: string
  /** Mails a link to whom the address belongs, if anybody; absent = this installation sends no mail. */
  readonly mailLink?: (asked: LinkAsked) => void
}

/** Who asks to be sent a link, and the languages their browser names, the best first. */
export interface LinkAsked {
  readonly email: string
  readonly languages: readonly string[]
  readonly origin: Origin
}

const newSessionSchema = component('NewSession', { id: id('session'), expiresAt: instant() })
const exampleSession = { id: 'sess_01jqzv5k3mf8tbn2c4d6e7g9ha', expiresAt: '2026-11-21T09:00:00.000Z' }
const email = Type.String({ minLength: 1, maxLength: 254 })

/** Signing in by password or one-time link, asking for a link, signing out. */
export function signInRoutes(service: SignInService): Route[] {
  return [passwordRoute(service), linkRoute(service), linkRequestRoute(service), signOutRoute(service)]
}

const passwordRoute = (service: SignInService) =>
  defineRoute({
    method: 'POST',
    url: '/v1/session',
    operationId: 'signIn',
    summary: 'Sign in with a password',
    description: 'Sets the session cookie. An unknown address is refused exactly like a wrong password.',
    tag: 'access',
    permission: 'public',
    sameOrigin: true,
    idempotency: 'none',
    body: component('SignIn', { email, password: Type.String({ minLength: 1, maxLength: 128 }) }),
    answers: { 201: newSessionSchema },
    example: { body: { email: 'ada@example.com', password: 'a long sentence' }, answer: exampleSession },
    async handle({ body, request }) {
      const arrival = arrivalOf(service, request)
      return begun(service, await signInWithPassword(service.installation, { ...body, ...arrival }))
    },
  })

const linkRoute = (service: SignInService) =>
  defineRoute({
    method: 'POST',
    url: '/v1/session/link',
    operationId: 'signInWithLink',
    summary: 'Sign in with a one-time link',
    description: 'Sets the session cookie. A link works once, within 10 minutes.',
    tag: 'access',
    permission: 'public',
    sameOrigin: true,
    idempotency: 'none',
    body: component('LinkSignIn', { token: Type.String({ minLength: 1, maxLength: 200 }) }),
    answers: { 201: newSessionSchema },
    example: { body: { token: '4fQz1aB7cD8eF9gH0iJ1kL2mN3oP4q1xYz0A4fQz1aB' }, answer: exampleSession },
    async handle({ body, request }) {
      const arrival = arrivalOf(service, request)
      return begun(service, await signInWithLink(service.installation, { ...body, ...arrival }))
    },
  })

const hints = {
  mail: 'If somebody here has this address, a link is on its way. It works once, within 10 minutes.',
  none: 'This installation sends no mail. Run: npx switchyard sign-in --as EMAIL',
}

const linkRequestRoute = (service: SignInService) =>
  defineRoute({
    method: 'POST',
    url: '/v1/session/link-request',
    operationId: 'requestSignInLink',
    summary: 'Ask for a one-time link',
    description:
      'Answers the same whether or not the address is known, and at once. The link goes by mail where a mail server is set ' +
      '(`SMTP_URL`), and is kept nowhere; at most three of a person work at a time. Without mail an operator makes it.',
    tag: 'access',
    permission: 'public',
    sameOrigin: true,
    idempotency: 'none',
    body: component('LinkRequest', { email }),
    answers: { 202: component('LinkRequested', { mail: Type.Boolean(), hint: Type.String() }) },
    example: { body: { email: 'ada@example.com' }, answer: { mail: false, hint: hints.none } },
    handle({ body, request }) {
      if (service.mailLink === undefined) return { mail: false, hint: hints.none }
      const languages = languagesOf(request.headers['accept-language'])
      service.mailLink({ email: body.email, languages, origin: originOfRequest(request) })
      return { mail: true, hint: hints.mail }
    },
  })

/** The languages of an `Accept-Language`, in its order; browsers name the best first. */
function languagesOf(header: string | undefined): string[] {
  return (header ?? '').split(',', 10).map((part) => (part.split(';')[0] ?? '').trim())
}

const signOutRoute = (service: SignInService) =>
  defineRoute({
    method: 'DELETE',
    url: '/v1/session',
    operationId: 'signOut',
    summary: 'Sign out',
    description: 'Ends the session of the cookie; without one there is nothing to do.',
    tag: 'access',
    permission: 'public',
    sameOrigin: true,
    answers: { 204: null },
    example: {},
    async handle({ request }) {
      const cookie = cookieOf(request, sessionCookieName(service.publicUrl))
      await signOut(service.installation, cookie, originOfRequest(request))
      return answer(204, undefined, { 'set-cookie': writeSessionCookie(service, null) })
    },
  })

function arrivalOf({ publicUrl }: SignInService, request: CallRequest) {
  const device = { userAgent: request.headers['user-agent'] ?? '', address: request.ip }
  const oldCookie = cookieOf(request, sessionCookieName(publicUrl))
  return { device, oldCookie, origin: originOfRequest(request) }
}

function begun(service: SignInService, session: NewSession) {
  const body = { id: encodeId('session', session.sessionId), expiresAt: instantText(session.expiresAt) }
  return answer(201, body, { 'set-cookie': writeSessionCookie(service, session.secret) })
}

/** The `Set-Cookie` value that begins a session, or ends it when `secret` is null. */
function writeSessionCookie({ publicUrl }: SignInService, secret: string | null): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax']
  if (publicUrl.startsWith('https:')) attributes.push('Secure')
  if (secret === null) attributes.push('Max-Age=0')
  return `${sessionCookieName(publicUrl)}=${secret ?? ''}; ${attributes.join('; ')}`
}
