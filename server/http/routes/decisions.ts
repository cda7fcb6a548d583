import { Type } from 'typebox'
import { getDecision, presentDecision } from '../../modules/routing/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { id } from '../schemas.ts'
import { DecisionSchema, exampleDecision } from './task-schemas.ts'

/** How single choices of the router came about. */
export function decisionRoutes(): Route[] {
  return [getRoute]
}

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/decisions/:id',
  operationId: 'getDecision',
  summary: 'Read a decision',
  tag: 'routing',
  permission: 'task:read',
  params: Type.Object({ id: id('decision') }),
  answers: { 200: DecisionSchema },
  example: { params: { id: exampleDecision.id }, answer: exampleDecision },
  async handle({ context, params }) {
    const decision = await getDecision(context, { decisionId: params.id })
    if (decision === null) throw new AppError('not_found', 'There is no such decision.')
    return presentDecision(decision)
  },
})
