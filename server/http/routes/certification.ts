import { Type } from 'typebox'
import {
  getCertification,
  getOwnCertification,
  listCertifications,
  listOwnCertifications,
  presentCertification,
  presentCertificationDetail,
  startCertification,
} from '../../modules/partners/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, listQuery, pageOf } from '../schemas.ts'
import {
  certificationState,
  CertificationDetailSchema,
  CertificationSchema,
  exampleCertification,
} from './certification-schemas.ts'
import { partnerCursorNames, partnerMeta, partnerQuery } from './partner-query.ts'
import { eventWord, namedPlace, subscriptionBody, typeOfWord } from './subscription-schemas.ts'

const ownCursor = defineCursor('partner-certifications', Type.String(), partnerCursorNames)
const cursor = defineCursor('certifications', Type.String())
const params = Type.Object({ id: id('certification') })
const example = { params: { id: exampleCertification.id }, answer: exampleCertification }

/** Rehearsals of partners' endpoints: for the partner, and for who reviews it. */
export function certificationRoutes(): Route[] {
  return [startRoute, listOwnRoute, getOwnRoute, listRoute, getRoute]
}

const startRoute = defineRoute({
  method: 'POST',
  url: '/v1/partner/certification',
  operationId: 'startCertification',
  summary: 'Certify the endpoint you are told of tickets at',
  description:
    'In a workspace for rehearsal (`review`); elsewhere 409. Eighteen events are sent there as real ones, with `source` CERTIFICATION and no ticket behind them, and what comes back is judged: signature, idempotency, retry, order, gone, slow. Name your own id of each ticket in the answers (`externalId`).',
  tag: 'partner',
  permission: 'partner:act',
  body: component('CertificationStart', {
    type: eventWord,
    storeId: subscriptionBody.storeId,
    franchisee: subscriptionBody.franchisee,
    ...namedPlace,
  }),
  answers: { 202: CertificationSchema },
  example: { body: { type: 'GENERAL_SUPPORT_TICKET_EVENT' }, status: 202, answer: exampleCertification },
  async handle({ context, body: { type, storeId = null, franchisee = null, ...place } }) {
    const started = await startCertification(context, { ...place, type: typeOfWord(type), storeId, franchisee })
    if (started === null) throw new AppError('not_found', 'You have no such webhook.')
    const shown = presentCertification(started)
    return answer(202, shown, { location: `/v1/partner/certification/${shown.id}` })
  },
})

const listOwnRoute = defineRoute({
  method: 'GET',
  url: '/v1/partner/certification',
  operationId: 'listPartnerCertifications',
  summary: 'List your certifications, the newest first',
  tag: 'partner',
  permission: 'partner:act',
  query: Type.Object({ ...partnerQuery, state: Type.Optional(certificationState) }),
  answers: {
    200: component('PartnerCertificationPage', { data: Type.Array(CertificationSchema), meta: partnerMeta }),
  },
  example: { answer: { data: [exampleCertification], meta: { cursor: null } } },
  async handle({ context, query: { limit = 20, cursor: after, state = null } }) {
    const page = { state, before: ownCursor.read(after), limit: limit + 1 }
    const found = await listOwnCertifications(context, page)
    const shown = found.slice(0, limit)
    const last = found.length > limit ? (shown.at(-1)?.id ?? null) : null
    return {
      data: shown.map(presentCertification),
      meta: { cursor: last === null ? null : ownCursor.write(last) },
    }
  },
})

const getOwnRoute = defineRoute({
  method: 'GET',
  url: '/v1/partner/certification/:id',
  operationId: 'getPartnerCertification',
  summary: 'Read one of your certifications',
  description: 'With each event as it was sent. The `callbackUrl` of its events.',
  tag: 'partner',
  permission: 'partner:act',
  params,
  answers: { 200: CertificationDetailSchema },
  example,
  async handle({ context, params: { id: certificationId } }) {
    return found(await getOwnCertification(context, { id: certificationId }))
  },
})

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/certifications',
  operationId: 'listCertifications',
  summary: 'List certifications of partners, the newest first',
  description: 'For the business review of a partner.',
  tag: 'partners',
  permission: 'market:read',
  query: listQuery({
    partnerId: Type.Optional(id('partner')),
    brand: Type.Optional(Type.String()),
    region: Type.Optional(Type.String()),
    state: Type.Optional(certificationState),
  }),
  answers: { 200: pageOf('CertificationPage', CertificationSchema) },
  example: { answer: { data: [exampleCertification], page: { next: null } } },
  async handle({ context, query: { limit = 50, after, ...filters } }) {
    const { partnerId = null, brand = null, region = null, state = null } = filters
    const page = { partnerId, brand, region, state, before: cursor.read(after), limit: limit + 1 }
    const all = await listCertifications(context, page)
    return pageFrom(all, limit, { next: (last) => cursor.write(last.id), item: presentCertification })
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/certifications/:id',
  operationId: 'getCertification',
  summary: 'Read a certification of a partner',
  tag: 'partners',
  permission: 'market:read',
  params,
  answers: { 200: CertificationDetailSchema },
  example,
  async handle({ context, params: { id: certificationId } }) {
    return found(await getCertification(context, { id: certificationId }))
  },
})

function found(certification: Awaited<ReturnType<typeof getCertification>>) {
  if (certification === null) throw new AppError('not_found', 'There is no such certification.')
  return presentCertificationDetail(certification)
}
