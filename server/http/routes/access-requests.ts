import { type Static, Type } from 'typebox'
import {
  approveAccess,
  type Approval,
  countAccessTry,
  findAskable,
  getAccessRequest,
  listAccessRequests,
  rejectAccess,
  requestAccess,
  requestStates,
} from '../../modules/access-requests/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Installation } from '../../platform/installation.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { originOfRequest } from '../origin-of-request.ts'
import { type CallRequest, defineRoute, type Route } from '../route.ts'
import { component, id, listQuery, oneOf, pageOf, spokenText } from '../schemas.ts'
import {
  AccessApprovedSchema,
  AccessMapSchema,
  AccessRequestedSchema,
  AccessRequestSchema,
  AccessWishSchema,
  exampleRequest,
  presentRequest,
} from './access-request-schemas.ts'
import type { SignInService } from './sessions-sign-in.ts'

export interface AccessRequestService extends Pick<SignInService, 'mailLink'> {
  readonly installation: Installation
  readonly publicUrl: string
}

/** Asking for access, and the review of those who ask. */
export function accessRequestRoutes(service: AccessRequestService): Route[] {
  return [askRoute(service), listRoute, getRoute, approveRoute(service), rejectRoute]
}

const cursor = defineCursor('access-requests', Type.String())

function askRoute(service: AccessRequestService): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/access/requests',
    operationId: 'requestAccess',
    summary: 'Ask for access',
    description:
      'For who has none. Somebody of the workspace decides, never the one who asks; what is granted is at most what is asked ' +
      'for. The answer is the same whether or not the address is known here. Asked too often for one address or from one ' +
      'network it is 429; 404 for a workspace that takes no requests.',
    tag: 'access',
    permission: 'public',
    idempotency: 'none',
    body: AccessWishSchema,
    answers: { 202: AccessRequestedSchema },
    example: {
      body: {
        workspace: 'operations-review',
        kind: 'partner',
        name: 'Lena Ortiz',
        email: 'lena@acme.example',
        organization: 'Acme Games',
        purpose: 'Our lobby opens tickets for players whose deposit is missing.',
        role: 'partner',
        channels: ['live-chat'],
        queues: ['payments'],
      },
      answer: {
        id: exampleRequest.id,
        state: 'submitted',
        statusUrl:
          'https://support.example/platform/requests/4fQz1aB7cD8eF9gH0iJ1kL2mN3oP4q1xYz0A4fQz1aB?workspace=operations-review',
      },
    },
    async handle({ body, request }) {
      const { id: made, key } = await takeRequest(service, body, request)
      const statusUrl = new URL(statusAddress({ key, workspace: body.workspace }), service.publicUrl).href
      return answer(202, { id: encodeId('accessRequest', made), state: 'submitted', statusUrl })
    },
  })
}

/** Takes a wish in, whether it came as JSON or by the form of a page. */
export async function takeRequest(
  { installation }: Pick<AccessRequestService, 'installation'>,
  { workspace, ...wish }: Static<typeof AccessWishSchema>,
  request: CallRequest,
): Promise<{ id: string; key: string }> {
  await countAccessTry(installation, { workspace, email: wish.email, address: request.ip })
  const asked = { slug: workspace, requestId: request.id, origin: originOfRequest(request) }
  const context = await findAskable(installation, asked)
  if (context === null) throw new AppError('not_found', 'No workspace of this name takes requests for access.')
  return requestAccess(context, {
    ...wish,
    role: wish.role ?? null,
    permissions: wish.permissions ?? [],
    channels: wish.channels ?? [],
    queues: wish.queues ?? [],
    language: wish.language ?? 'en',
  })
}

/** Where whoever asked sees how it stands. */
export function statusAddress({ key, workspace }: { key: string; workspace: string }): string {
  return `/platform/requests/${key}?workspace=${workspace}`
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/access/requests',
  operationId: 'listAccessRequests',
  summary: 'List requests for access',
  description: 'Newest first. They are forgotten after a year.',
  tag: 'access',
  permission: 'access:review',
  query: listQuery({ state: Type.Optional(oneOf(requestStates)) }),
  answers: { 200: pageOf('AccessRequestPage', AccessRequestSchema) },
  example: { answer: { data: [exampleRequest], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const page = { state: query.state ?? null, before: cursor.read(query.after), limit: limit + 1 }
    const requests = await listAccessRequests(context, page)
    return pageFrom(requests, limit, { next: (last) => cursor.write(last.id), item: presentRequest })
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/access/requests/:id',
  operationId: 'getAccessRequest',
  summary: 'Read a request for access',
  tag: 'access',
  permission: 'access:review',
  params: Type.Object({ id: id('accessRequest') }),
  answers: { 200: AccessRequestSchema },
  example: { params: { id: exampleRequest.id }, answer: exampleRequest },
  async handle({ context, params }) {
    return presentRequest(found(await getAccessRequest(context, { requestId: params.id })))
  },
})

const exampleMap = {
  as: 'token',
  role: 'partner',
  permissions: null,
  channels: ['live-chat'],
  queues: ['payments'],
  partnerId: null,
  expiresAt: '2027-11-20T09:00:00.000Z',
} as const

function approveRoute({ mailLink }: AccessRequestService): Route {
  return defineRoute({
    method: 'POST',
    url: '/v1/access/requests/:id/approve',
    operationId: 'approveAccessRequest',
    summary: 'Approve a request for access',
    description:
      'With an explicit map, at most as wide as what was asked for and as what the caller holds. `token` takes a role or a ' +
      'list of permissions, `channels`, `queues` and `expiresAt`, all to be said; its secret is in the answer, this once. ' +
      '`member` takes a role, which holds everywhere, and makes a person of whoever asked, who is mailed a link to sign in ' +
      'where a mail server is set. 403 `four_eyes` for the one who asked, 409 when it is decided.',
    tag: 'access',
    permission: 'access:review',
    idempotency: 'none',
    params: Type.Object({ id: id('accessRequest') }),
    body: AccessMapSchema,
    answers: { 200: AccessApprovedSchema },
    example: {
      params: { id: exampleRequest.id },
      body: exampleMap,
      answer: {
        request: {
          ...exampleRequest,
          state: 'approved',
          decidedAt: '2026-11-20T10:00:00.000Z',
          decidedBy: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha' },
          granted: { ...exampleMap, tokenId: 'token_01jqzv5k3mf8tbn2c4d6e7g9ha', memberId: null },
        },
        token: 'sy_4fQz1aB7cD8eF9gH0iJ1kL2mN3oP4q1xYz0A',
        mailed: false,
        hint: 'Hand the token to lena@acme.example by a safe way: it is shown this once.',
      },
    },
    async handle({ context, params, body, request }) {
      const approval = found(await approveAccess(context, { requestId: params.id, map: readMap(body) }))
      const { email, language } = approval.request
      // After the commit: the link is made for a member who is there.
      const mailed = approval.member !== null && mailLink !== undefined
      if (approval.member !== null) mailLink?.({ email, languages: [language], origin: originOfRequest(request) })
      return {
        request: presentRequest(approval.request),
        token: approval.token?.secret ?? null,
        mailed,
        hint: hintFor(approval, mailed),
      }
    },
  })
}

function hintFor({ request: { email }, member }: Approval, isMailed: boolean): string {
  if (member === null) return `Hand the token to ${email} by a safe way: it is shown this once.`
  if (isMailed) return `A link to sign in is on its way to ${email}. It works once, within 10 minutes.`
  return `This installation sends no mail. Run: npx switchyard sign-in --as ${email}`
}

/** What a token needs to be told, and a member must not be: nothing of a map is implied. */
function readMap(body: Static<typeof AccessMapSchema>) {
  const { as, role = null, permissions = null, channels, queues, partnerId = null, expiresAt } = body
  if (as === 'member') {
    if (role === null) throw refuseField('/role', 'required', 'A member needs a role.')
    const limits = {
      permissions: body.permissions ?? undefined,
      channels: channels ?? undefined,
      queues: queues ?? undefined,
    }
    for (const [name, value] of Object.entries({ ...limits, expiresAt })) {
      if (value !== undefined)
        throw refuseField(`/${name}`, 'tokens_only', 'This limits tokens; a role holds everywhere.')
    }
    return { as, role, partnerId } as const
  }
  if (channels === undefined) throw refuseField('/channels', 'required', 'Name the channels, or null for every one.')
  if (queues === undefined) throw refuseField('/queues', 'required', 'Name the queues, or null for every one.')
  if (expiresAt === undefined) throw refuseField('/expiresAt', 'required', 'Say when the token ends.')
  const endsAt = Date.parse(expiresAt)
  if (Number.isNaN(endsAt)) throw refuseField('/expiresAt', 'format', 'This is not an instant.')
  return { as, role, permissions, channels, queues, partnerId, expiresAt: endsAt } as const
}

const rejectRoute = defineRoute({
  method: 'POST',
  url: '/v1/access/requests/:id/reject',
  operationId: 'rejectAccessRequest',
  summary: 'Reject a request for access',
  description: 'The reason stays here: whoever asked sees only that it was rejected.',
  tag: 'access',
  permission: 'access:review',
  params: Type.Object({ id: id('accessRequest') }),
  body: component('AccessRejection', { reason: spokenText(2000) }),
  answers: { 200: AccessRequestSchema },
  example: {
    params: { id: exampleRequest.id },
    body: { reason: 'They are served through another partner.' },
    answer: {
      ...exampleRequest,
      state: 'rejected',
      decidedAt: '2026-11-20T10:00:00.000Z',
      decidedBy: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha' },
      reason: 'They are served through another partner.',
    },
  },
  async handle({ context, params, body }) {
    return presentRequest(found(await rejectAccess(context, { requestId: params.id, reason: body.reason })))
  },
})

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is no such request for access.')
  return value
}
