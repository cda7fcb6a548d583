import { Type } from 'typebox'
import {
  type AccessRequest,
  askableRoles,
  type GrantedAccess,
  requesterKinds,
  requestStates,
} from '../../modules/access-requests/index.ts'
import { permissions, roleNames } from '../../modules/access/index.ts'
import { presentActor } from '../../modules/events/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { component, email, id, instant, instantText, language, nullable, oneOf, spokenText } from '../schemas.ts'

const slug = Type.String({ minLength: 1, maxLength: 100, pattern: '^[a-z0-9][a-z0-9_-]*$' })
const wishedSlugs = (what: string) =>
  Type.Array(slug, { maxItems: 50, uniqueItems: true, description: `Slugs of ${what}; none leave it to the review.` })
const grantedSlugs = (what: string) =>
  nullable(Type.Array(slug, { minItems: 1, maxItems: 100, description: `Slugs of ${what}; null is every one.` }))

/** What a form on a page is held against, too. */
export const AccessWishSchema = component('AccessWish', {
  workspace: Type.String({
    minLength: 1,
    maxLength: 63,
    pattern: '^[a-z0-9][a-z0-9-]*$',
    description: 'Whom access is asked of: the workspace’s name in addresses.',
  }),
  kind: oneOf(requesterKinds, { description: 'A `partner` connects a program, an `operator` works here.' }),
  name: spokenText(200),
  email: email(),
  organization: spokenText(200),
  purpose: spokenText(4000),
  role: Type.Optional(
    nullable(oneOf(askableRoles, { description: 'Partners ask for `partner`, operators for any other role.' })),
  ),
  permissions: Type.Optional(
    Type.Array(oneOf(permissions), { maxItems: 100, uniqueItems: true, description: 'Wished for beside the role.' }),
  ),
  channels: Type.Optional(wishedSlugs('channels')),
  queues: Type.Optional(wishedSlugs('queues')),
  language: Type.Optional(language()),
})

export const AccessRequestedSchema = component('AccessRequested', {
  id: id('accessRequest'),
  state: oneOf(requestStates),
  statusUrl: Type.String({ description: 'Shows how the request stands to whoever has this address; told this once.' }),
})

const GrantedSchema = Type.Object(
  {
    as: oneOf(['token', 'member']),
    tokenId: nullable(id('token')),
    memberId: nullable(id('member')),
    role: nullable(Type.String()),
    permissions: nullable(Type.Array(Type.String())),
    channels: nullable(Type.Array(Type.String())),
    queues: nullable(Type.Array(Type.String())),
    partnerId: nullable(id('partner')),
    expiresAt: nullable(instant()),
  },
  { description: 'The map that was approved, and what it was given to.' },
)

const requestFields = {
  id: id('accessRequest'),
  state: oneOf(requestStates),
  kind: oneOf(requesterKinds),
  name: Type.String(),
  email: Type.String(),
  organization: Type.String(),
  purpose: Type.String(),
  language: Type.String(),
  role: nullable(Type.String()),
  permissions: Type.Array(Type.String()),
  channels: Type.Array(Type.String()),
  queues: Type.Array(Type.String()),
  createdAt: instant(),
  decidedAt: nullable(instant()),
  decidedBy: nullable(Type.Object({ kind: Type.String(), id: Type.String() })),
  reason: nullable(Type.String({ description: 'Why it was rejected.' })),
  granted: nullable(GrantedSchema),
}

export const AccessRequestSchema = component('AccessRequest', requestFields)

export const AccessApprovedSchema = component('AccessApproved', {
  request: AccessRequestSchema,
  token: nullable(Type.String({ description: 'The secret. It is shown this once and stored nowhere.' })),
  mailed: Type.Boolean({ description: 'Whether a link to sign in is on its way to a new member.' }),
  hint: Type.String({ description: 'What to do next.' }),
})

/** The explicit map of an approval; which members a member takes is told with the route. */
export const AccessMapSchema = component('AccessMap', {
  as: oneOf(['token', 'member'], { description: 'A `token` for a program, or a `member`: a person who signs in.' }),
  role: Type.Optional(nullable(oneOf(roleNames))),
  permissions: Type.Optional(nullable(Type.Array(oneOf(permissions), { minItems: 1, uniqueItems: true }))),
  channels: Type.Optional(grantedSlugs('channels')),
  queues: Type.Optional(grantedSlugs('queues')),
  partnerId: Type.Optional(nullable(id('partner', { description: 'Whom they act for.' }))),
  expiresAt: Type.Optional(instant({ description: 'When the token ends.' })),
})

export const exampleRequest = {
  id: 'areq_01jqzv5k3mf8tbn2c4d6e7g9ha',
  state: 'submitted',
  kind: 'partner',
  name: 'Lena Ortiz',
  email: 'lena@acme.example',
  organization: 'Acme Games',
  purpose: 'Our lobby opens tickets for players whose deposit is missing.',
  language: 'en',
  role: 'partner',
  permissions: [],
  channels: ['live-chat'],
  queues: ['payments'],
  createdAt: '2026-11-20T09:00:00.000Z',
  decidedAt: null,
  decidedBy: null,
  reason: null,
  granted: null,
}

export function presentRequest(request: AccessRequest) {
  return {
    ...request,
    id: encodeId('accessRequest', request.id),
    permissions: [...request.permissions],
    channels: [...request.channels],
    queues: [...request.queues],
    createdAt: instantText(request.createdAt),
    decidedAt: instantText(request.decidedAt),
    decidedBy: request.decidedBy === null ? null : presentActor(request.decidedBy),
    granted: request.granted === null ? null : presentGrant(request.granted),
  }
}

function presentGrant({ id: given, ...granted }: GrantedAccess) {
  return {
    ...granted,
    tokenId: granted.as === 'token' ? encodeId('token', given) : null,
    memberId: granted.as === 'member' ? encodeId('member', given) : null,
    permissions: granted.permissions === null ? null : [...granted.permissions],
    channels: granted.channels === null ? null : [...granted.channels],
    queues: granted.queues === null ? null : [...granted.queues],
    partnerId: granted.partnerId === null ? null : encodeId('partner', granted.partnerId),
    expiresAt: instantText(granted.expiresAt),
  }
}
