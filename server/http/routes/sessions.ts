import { Type } from 'typebox'
import {
  type AuthenticatedSession,
  authenticateSession,
  issuePass,
  listSessions,
  revokeSession,
  setPassword,
} from '../../modules/access/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { cookieOf, sessionCookieName } from '../authentication.ts'
import { type CallRequest, defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText } from '../schemas.ts'
import { type SignInService, signInRoutes } from './sessions-sign-in.ts'

const sessionSchema = component('SignInSession', {
  id: id('session'),
  userAgent: Type.String(),
  address: Type.String(),
  createdAt: instant(),
  lastSeenAt: instant(),
  expiresAt: instant(),
  isCurrent: Type.Boolean(),
})

/** Signing in and out, a person's own sessions and password, and passes for sockets. */
export function sessionRoutes(service: SignInService): Route[] {
  return [
    ...signInRoutes(service),
    listRoute(service),
    revokeRoute(service),
    passwordRoute(service),
    passRoute(service),
  ]
}

const listRoute = (service: SignInService) =>
  defineRoute({
    method: 'GET',
    url: '/v1/sessions',
    operationId: 'listSessions',
    summary: 'List your sessions',
    tag: 'access',
    permission: 'session:own',
    answers: { 200: Type.Object({ data: Type.Array(sessionSchema) }, { $id: 'SignInSessionList' }) },
    example: { answer: { data: [] } },
    async handle({ context, request }) {
      const own = await ownSession(service, context, request)
      const sessions = await listSessions(service.installation, own)
      const data = sessions.map((session) => ({
        ...session,
        id: encodeId('session', session.id),
        createdAt: instantText(session.createdAt),
        lastSeenAt: instantText(session.lastSeenAt),
        expiresAt: instantText(session.expiresAt),
        isCurrent: session.id === own.sessionId,
      }))
      return { data }
    },
  })

const revokeRoute = (service: SignInService) =>
  defineRoute({
    method: 'DELETE',
    url: '/v1/sessions/:id',
    operationId: 'revokeSession',
    summary: 'End one of your sessions',
    description: 'Refused everywhere within a second.',
    tag: 'access',
    permission: 'session:own',
    params: Type.Object({ id: id('session') }),
    answers: { 204: null },
    example: { params: { id: 'sess_01jqzv5k3mf8tbn2c4d6e7g9ha' } },
    async handle({ context, params, request }) {
      const { userId } = await ownSession(service, context, request)
      const { origin } = context
      const isEnded = await revokeSession(service.installation, { userId, sessionId: params.id, origin })
      if (!isEnded) throw new AppError('not_found', 'You have no such session.')
      return answer(204)
    },
  })

const passwordRoute = (service: SignInService) =>
  defineRoute({
    method: 'PUT',
    url: '/v1/me/password',
    operationId: 'setPassword',
    summary: 'Set your password',
    description: 'Ends all your other sessions. The current password is asked for where there is one.',
    tag: 'access',
    permission: 'session:own',
    body: component('PasswordChange', {
      currentPassword: Type.Optional(Type.String({ maxLength: 128 })),
      newPassword: Type.String({ minLength: 8, maxLength: 128 }),
    }),
    answers: { 204: null },
    example: { body: { currentPassword: 'the old long sentence', newPassword: 'a new long sentence' } },
    async handle({ context, body, request }) {
      const { userId, sessionId } = await ownSession(service, context, request)
      await setPassword(service.installation, {
        userId,
        sessionId,
        currentPassword: body.currentPassword ?? null,
        newPassword: body.newPassword,
        address: request.ip,
        origin: context.origin,
      })
      return answer(204)
    },
  })

const passRoute = (service: SignInService) =>
  defineRoute({
    method: 'POST',
    url: '/v1/realtime/passes',
    operationId: 'createRealtimePass',
    summary: 'Get a pass that opens one socket',
    description: 'For pages, which cannot send headers with a socket. Works once, within 60 seconds.',
    tag: 'events',
    permission: 'session:own',
    idempotency: 'none',
    answers: { 201: component('RealtimePass', { pass: Type.String(), expiresAt: instant() }) },
    example: {
      answer: { pass: 'kQ2…', expiresAt: '2026-11-20T09:01:00.000Z' },
    },
    async handle({ context, request }) {
      const issued = await issuePass(service.installation, await ownSession(service, context, request))
      return { pass: issued.pass, expiresAt: instantText(issued.expiresAt) }
    },
  })

/**
 * The session the call came with. A call made with a token is refused even when a cookie came along: the edge did not
 * check that cookie's origin.
 */
async function ownSession(
  { installation, publicUrl }: SignInService,
  context: Context,
  request: CallRequest,
): Promise<AuthenticatedSession> {
  const cookie = cookieOf(request, sessionCookieName(publicUrl))
  if (context.principal.kind !== 'member' || cookie === null) {
    throw new AppError('forbidden', 'Only a person who is signed in has sessions.')
  }
  return authenticateSession(installation, cookie, context.workspace.slug)
}
