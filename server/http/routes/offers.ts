import { Type } from 'typebox'
import { acceptOffer } from '../../modules/handling/index.ts'
import { declineOffer, getOffer, listOffers, presentOffer, type ShownOffer } from '../../modules/routing/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'
import { exampleOffer, OfferSchema, offerStates } from './offer-schemas.ts'

/** Offers: listed, read, accepted and declined. */
export function offerRoutes(): Route[] {
  return [listRoute, getRoute, acceptRoute, declineRoute]
}

const cursor = defineCursor('offers', Type.String())
const params = Type.Object({ id: id('offer') })

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/offers',
  operationId: 'listOffers',
  summary: 'List offers',
  description:
    'Oldest first. With `offer:read` or `agents:act` those in scope, else your own. Those of one `task` are its history: ' +
    'who was asked, and how each ended, with the note of whoever declined.',
  tag: 'routing',
  permission: 'signed-in',
  query: listQuery({
    agent: Type.Optional(Type.Union([id('agent'), Type.Literal('me')])),
    state: Type.Optional(oneOf(offerStates)),
    task: Type.Optional(id('task')),
  }),
  answers: { 200: pageOf('OfferPage', OfferSchema) },
  example: { query: { state: 'pending' }, answer: { data: [exampleOffer], page: { next: null } } },
  async handle({ context, query: { agent, state = null, task: taskId = null, after, limit = 50 } }) {
    const agentId = agent === undefined ? null : agentIdOf(context, agent)
    const offers = await listOffers(context, { agentId, taskId, state, after: cursor.read(after), limit: limit + 1 })
    const now = context.now()
    return pageFrom(offers, limit, {
      next: (last) => cursor.write(last.id),
      item: (offer) => presentOffer(offer, now),
    })
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/offers/:id',
  operationId: 'getOffer',
  summary: 'Read an offer',
  tag: 'routing',
  permission: 'signed-in',
  params,
  answers: { 200: OfferSchema },
  example: { params: { id: exampleOffer.id }, answer: exampleOffer },
  async handle({ context, params: { id: offerId } }) {
    // Never 304: the wait it shows goes on without a new version.
    return versionedAnswer({}, presentOffer(await find(context, offerId), context.now()))
  },
})

const acceptRoute = defineRoute({
  method: 'POST',
  url: '/v1/offers/:id/accept',
  operationId: 'acceptOffer',
  summary: 'Accept an offer',
  description:
    'Your own, or any in scope with `agents:act`. Of all who race for it one wins; asking again answers the same offer. ' +
    '409 says what the offer lost to.',
  tag: 'routing',
  permission: 'offer:act',
  load: 'accept',
  params,
  answers: { 200: OfferSchema },
  example: { params: { id: exampleOffer.id }, answer: { ...exampleOffer, state: 'accepted', version: 2 } },
  async handle({ context, params: { id: offerId } }) {
    return presentOffer(await acceptOffer(context, { offerId }), context.now())
  },
})

const declineRoute = defineRoute({
  method: 'POST',
  url: '/v1/offers/:id/decline',
  operationId: 'declineOffer',
  summary: 'Decline an offer',
  description:
    'The task waits on at its rank; the agent is not asked for it again for a while (`declineCooldown` of the queue, ten minutes).',
  tag: 'routing',
  permission: 'offer:act',
  load: 'accept',
  params,
  body: component('OfferDecline', {
    reason: Type.Optional(nullable(Type.String({ maxLength: 1000, description: 'Free text.' }))),
    code: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 63, pattern: '^[a-z0-9][a-z0-9_-]*$' }))),
  }),
  answers: { 200: OfferSchema },
  example: {
    params: { id: exampleOffer.id },
    body: { reason: 'Not my product.', code: 'wrong_skill' },
    answer: {
      ...exampleOffer,
      state: 'declined',
      endedAt: '2026-11-20T09:00:20.000Z',
      endCode: 'wrong_skill',
      endNote: 'Not my product.',
      version: 2,
    },
  },
  async handle({ context, params: { id: offerId }, body: { reason = null, code = null } }) {
    return presentOffer(await declineOffer(context, { offerId, reason, code }), context.now())
  },
})

function agentIdOf(context: Context, idOrMe: string): string {
  if (idOrMe !== 'me') return idOrMe
  if (context.principal.agentId === null) throw new AppError('not_found', 'You are no agent here.')
  return context.principal.agentId
}

async function find(context: Context, offerId: string): Promise<ShownOffer> {
  const offer = await getOffer(context, { offerId })
  if (offer === null) throw new AppError('not_found', 'There is no such offer.')
  return offer
}
