import { Type } from 'typebox'
import { createReview, listReviews, listScorecards, ratingScales, type Review } from '../../modules/quality/index.ts'
import { presentActor } from '../../modules/events/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'

/** Reviews of how tickets were handled, and the scorecards they are made by. */
export function qaReviewRoutes(): Route[] {
  return [createRoute, listRoute, scorecardsRoute]
}

const cursor = defineCursor('qa-reviews', Type.String())
const rating = Type.Union([Type.Boolean(), Type.Integer({ minimum: 1, maximum: 5 }), Type.Null()], {
  description: 'true or false, or 1 to 5, by the criterion’s scale; null = does not apply.',
})
const note = () => Type.Optional(nullable(Type.String({ maxLength: 4000 })))

const ReviewSchema = component('QaReview', {
  id: id('review'),
  version: Type.Integer(),
  ticket: Type.Object({ id: id('ticket'), number: Type.Integer() }),
  agent: nullable(Type.Object({ id: id('agent'), name: Type.String() }, { description: 'Who is reviewed.' })),
  scorecard: Type.String(),
  workflowVersion: Type.Integer(),
  reviewedBy: Type.Object({ kind: Type.String(), id: Type.String(), name: nullable(Type.String()) }),
  score: nullable(
    Type.Number({ description: '0..100; 0 when a critical criterion is missed, null when nothing applied.' }),
  ),
  missed: Type.Array(Type.String(), { description: 'Critical criteria that were missed.' }),
  answers: Type.Array(
    Type.Object({
      criterion: Type.String(),
      rating,
      points: nullable(Type.Number({ description: '0..100 on the criterion’s scale.' })),
      note: nullable(Type.String()),
    }),
  ),
  note: nullable(Type.String()),
  createdAt: instant(),
})

const ReviewCreate = component('QaReviewCreate', {
  ticketId: id('ticket'),
  scorecard: Type.Optional(Type.String({ minLength: 1, maxLength: 100, default: 'standard' })),
  answers: Type.Array(Type.Object({ criterion: Type.String({ maxLength: 100 }), rating, note: note() }), {
    minItems: 1,
    maxItems: 100,
    description: 'One for each criterion of the scorecard.',
  }),
  note: note(),
})

const answers = [
  { criterion: 'understood', rating: 5, note: null },
  { criterion: 'solved', rating: 4, note: null },
  { criterion: 'tone', rating: null, note: null },
  { criterion: 'privacy', rating: true, note: null },
]
const exampleReview = {
  id: 'review_01jqzv5k3mf8tbn2c4d6e7g9ha',
  version: 1,
  ticket: { id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha', number: 10001 },
  agent: { id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Ana Ruiz' },
  scorecard: 'standard',
  workflowVersion: 3,
  reviewedBy: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Ada Young' },
  score: 89.285_714,
  missed: [],
  answers: answers.map((one, index) => ({ ...one, points: [100, 75, null, 100][index] ?? null })),
  note: 'Quick and clear.',
  createdAt: '2026-11-20T09:30:00.000Z',
}

const createRoute = defineRoute({
  method: 'POST',
  url: '/v1/qa/reviews',
  operationId: 'createReview',
  summary: 'Review how a ticket was handled',
  description:
    'By a scorecard of the workflow (`standard` unless told). The assignee is reviewed; nobody reviews their own work (403), and nobody a ticket twice by one scorecard (409).',
  tag: 'quality',
  permission: 'qa:write',
  body: ReviewCreate,
  answers: { 201: ReviewSchema },
  example: { body: { ticketId: exampleReview.ticket.id, answers, note: 'Quick and clear.' }, answer: exampleReview },
  async handle({ context, body }) {
    const review = await createReview(context, {
      ticketId: body.ticketId,
      scorecard: body.scorecard ?? 'standard',
      answers: body.answers.map((one) => ({ ...one, note: one.note ?? null })),
      note: body.note ?? null,
    })
    return present(review)
  },
})

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/qa/reviews',
  operationId: 'listReviews',
  summary: 'List reviews',
  description: 'Newest first; of one ticket, one agent or one scorecard when asked for.',
  tag: 'quality',
  permission: 'qa:read',
  query: listQuery({
    ticketId: Type.Optional(id('ticket')),
    agent: Type.Optional(id('agent')),
    scorecard: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  }),
  answers: { 200: pageOf('QaReviewPage', ReviewSchema) },
  example: { query: { limit: '20' }, answer: { data: [exampleReview], page: { next: null } } },
  async handle({ context, query: { ticketId = null, agent: agentId = null, scorecard = null, after, limit = 50 } }) {
    const page = { before: cursor.read(after), limit: limit + 1 }
    const reviews = await listReviews(context, { ticketId, agentId, scorecard, ...page })
    return pageFrom(reviews, limit, { next: (last) => cursor.write(last.id), item: present })
  },
})

const ScorecardSchema = component('Scorecard', {
  slug: Type.String(),
  label: Type.String(),
  criteria: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Type.String(),
      weight: Type.Number(),
      scale: oneOf(ratingScales),
      isCritical: Type.Boolean({ description: 'Missed, it takes the whole review to 0.' }),
    }),
  ),
})

const scorecardsRoute = defineRoute({
  method: 'GET',
  url: '/v1/qa/scorecards',
  operationId: 'listScorecards',
  summary: 'Read the scorecards',
  description: 'All of the workflow in force.',
  tag: 'quality',
  permission: 'qa:read',
  answers: { 200: component('ScorecardList', { data: Type.Array(ScorecardSchema) }) },
  example: {
    answer: {
      data: [
        {
          slug: 'standard',
          label: 'Standard',
          criteria: [{ id: 'tone', label: 'Tone and language', weight: 1, scale: '1-5', isCritical: false }],
        },
      ],
    },
  },
  async handle({ context }) {
    const scorecards = await listScorecards(context)
    return {
      data: scorecards.map(({ slug, label, criteria }) => ({
        slug,
        label,
        criteria: criteria.map((criterion) => ({ ...criterion })),
      })),
    }
  },
})

function present(review: Review) {
  const points = new Map(review.points.map((one) => [one.id, one.points]))
  return {
    id: encodeId('review', review.id),
    version: review.version,
    ticket: { id: encodeId('ticket', review.ticketId), number: review.ticketNumber },
    agent: review.agent === null ? null : { id: encodeId('agent', review.agent.id), name: review.agent.name },
    scorecard: review.scorecard,
    workflowVersion: review.workflowVersion,
    reviewedBy: { ...presentActor(review.reviewedBy), name: review.reviewerName },
    score: review.score,
    missed: [...review.missed],
    answers: review.answers.map((one) => ({ ...one, points: points.get(one.criterion) ?? null })),
    note: review.note,
    createdAt: instantText(review.createdAt),
  }
}
