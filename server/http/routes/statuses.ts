import { Type } from 'typebox'
import { listStatuses } from '../../modules/tickets/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, language, oneOf } from '../schemas.ts'

/** The statuses tickets may have, and their wording for customers. */
export function statusRoutes(): Route[] {
  return [listRoute]
}

const StatusWords = component('StatusWords', {
  lifecycle: Type.String(),
  slug: Type.String(),
  label: Type.String({ description: 'What the desk reads.' }),
  category: oneOf(['new', 'open', 'waiting', 'hold', 'solved', 'closed']),
  customerLabel: Type.String({ description: 'What the customer reads, in the language asked for or the nearest.' }),
  customerLabels: Type.Record(Type.String(), Type.String(), { description: 'By language; empty when one is for all.' }),
})

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/statuses',
  operationId: 'listStatuses',
  summary: 'Read the statuses and what customers read for them',
  tag: 'workflow',
  permission: 'ticket:read',
  query: Type.Object({ language: Type.Optional(language()) }),
  answers: { 200: component('StatusList', { data: Type.Array(StatusWords) }) },
  example: {
    query: { language: 'es' },
    answer: {
      data: [
        {
          lifecycle: 'engineering',
          slug: 'waiting_customer',
          label: 'Waiting for customer',
          category: 'waiting',
          customerLabel: 'A la espera de usted',
          customerLabels: { en: 'Waiting for you', es: 'A la espera de usted' },
        },
      ],
    },
  },
  async handle({ context, query }) {
    const statuses = await listStatuses(context, { language: query.language ?? null })
    return { data: statuses.map((status) => ({ ...status, customerLabels: { ...status.customerLabels } })) }
  },
})
