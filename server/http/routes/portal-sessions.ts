import { Type } from 'typebox'
import { findWorkspace } from '../../modules/access/index.ts'
import {
  countPortalTry,
  endPortalSessions,
  issuePortalLink,
  readPortalSession,
  signInToPortal,
} from '../../modules/portal/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { answer } from '../answer.ts'
import { originOfRequest } from '../origin-of-request.ts'
import { type CallRequest, defineRoute, type Route } from '../route.ts'
import { component, email, instantText, language } from '../schemas.ts'
import { NewPortalSessionSchema, PortalSessionSchema, workspaceSlug } from './portal-schemas.ts'

export interface PortalService {
  readonly installation: Installation
  /** Told of a link that could not be sent: whoever asked has been answered, and nobody waits for it. */
  readonly tellLost?: (error: unknown) => void
}

/** How customers come in, and out again. */
export function portalSessionRoutes(service: PortalService): Route[] {
  return [linkRoute(service), signInRoute(service), readRoute, signOutRoute, signOutEverywhereRoute]
}

const exampleWorkspace = { slug: 'operations-review', name: 'Operations review' }
const hint = 'If we know this address, a link is on its way. It works once, within 15 minutes.'

function linkRoute({ installation, tellLost }: PortalService): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/portal/link-requests',
    operationId: 'requestPortalLink',
    summary: 'Ask for a link to one’s requests',
    description:
      'Answers the same whether or not the address is known, and at once. The link goes by mail, or to the outbox where no ' +
      'mail server is set; at most three of an address work at a time. Asked too often for one address, known or not, or ' +
      'from one network, it is 429.',
    tag: 'portal',
    permission: 'public',
    sameOrigin: true,
    idempotency: 'none',
    body: component('PortalLinkRequest', {
      workspace: workspaceSlug,
      email: email(),
      language: Type.Optional(language()),
    }),
    answers: { 202: component('PortalLinkRequested', { hint: Type.String() }) },
    example: { body: { workspace: 'operations-review', email: 'ana@example.com' }, answer: { hint } },
    async handle({ body, request }) {
      await countPortalTry(installation, { workspace: body.workspace, email: body.email, address: request.ip })
      const languages = body.language === undefined ? [] : [body.language]
      const send = async () => {
        const context = await systemIn(installation, body.workspace, request)
        if (context !== null) await issuePortalLink(context, { email: body.email, languages })
      }
      // Not awaited: how long it takes would tell who is known.
      send().catch((error: unknown) => tellLost?.(error))
      return answer(202, { hint })
    },
  })
}

function signInRoute({ installation }: PortalService): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/portal/sessions',
    operationId: 'signInToPortal',
    summary: 'Sign in to the portal with a link',
    description:
      'Uses the link up and gives a token for two weeks. It shows the requests of every customer who has the address, now ' +
      'and later, and opens nothing else.',
    tag: 'portal',
    permission: 'public',
    sameOrigin: true,
    idempotency: 'none',
    body: component('PortalSignIn', {
      workspace: workspaceSlug,
      link: Type.String({ minLength: 1, maxLength: 200, description: 'What stands behind `#link=`.' }),
    }),
    answers: { 201: NewPortalSessionSchema },
    example: {
      body: { workspace: 'operations-review', link: '4fQz1aB7cD8eF9gH0iJ1kL2mN3oP4q1xYz0A4fQz1aB' },
      answer: {
        token: 'sy_0123456789abcdefghijklmnopqrstu0abcde',
        expiresAt: '2026-12-04T09:00:00.000Z',
        email: 'ana@example.com',
        name: 'Ana',
        workspace: exampleWorkspace,
      },
    },
    async handle({ body, request }) {
      const context = await systemIn(installation, body.workspace, request)
      if (context === null) throw new AppError('unauthenticated', 'This link does not work any more.')
      const { secret, expiresAt, ...who } = await signInToPortal(context, { link: body.link })
      const { slug, name } = context.workspace
      return answer(201, { token: secret, expiresAt: instantText(expiresAt), ...who, workspace: { slug, name } })
    },
  })
}

const readRoute = defineRoute({
  method: 'GET',
  url: '/v1/portal/session',
  operationId: 'readPortalSession',
  summary: 'Read who is signed in to the portal',
  tag: 'portal',
  permission: 'portal:use',
  answers: { 200: PortalSessionSchema },
  example: { answer: { email: 'ana@example.com', workspace: exampleWorkspace } },
  handle: ({ context }) => readPortalSession(context),
})

const signOutRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/portal/session',
  operationId: 'signOutOfPortal',
  summary: 'Sign out of the portal',
  description: 'Ends the session this is called with.',
  tag: 'portal',
  permission: 'portal:use',
  answers: { 204: null },
  example: {},
  async handle({ context }) {
    await endPortalSessions(context, { everywhere: false })
    return answer(204)
  },
})

const signOutEverywhereRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/portal/sessions',
  operationId: 'signOutOfPortalEverywhere',
  summary: 'Sign out of the portal everywhere',
  description:
    'Ends every session of the address, here at once and elsewhere within a second; its links no longer work.',
  tag: 'portal',
  permission: 'portal:use',
  answers: { 204: null },
  example: {},
  async handle({ context }) {
    await endPortalSessions(context, { everywhere: true })
    return answer(204)
  },
})

/** The system in the workspace of this name: who asks has no principal yet. Null when there is none. */
async function systemIn(installation: Installation, slug: string, request: CallRequest): Promise<Context | null> {
  const workspace = await findWorkspace(installation, slug)
  if (workspace === null) return null
  const origin = originOfRequest(request)
  return installation.openContext({ workspace, principal: systemPrincipal, requestId: request.id, origin })
}
