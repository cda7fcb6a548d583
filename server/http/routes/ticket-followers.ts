import { Type } from 'typebox'
import {
  followReasons,
  followTicket,
  listFollowers,
  presentFollower,
  unfollowTicket,
} from '../../modules/collaboration/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, oneOf } from '../schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** Who follows a ticket. */
export function ticketFollowerRoutes(): Route[] {
  return [listRoute, followRoute, unfollowRoute]
}

const params = Type.Object({ id: id('ticket') })
const paramsWithAgent = Type.Object({ id: id('ticket'), agentId: id('agent') })
const agentId = 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha'
const notFound = () => new AppError('not_found', 'There is no such ticket.')

const FollowerList = component('FollowerList', {
  data: Type.Array(
    component('Follower', {
      agent: Type.Object({ id: id('agent'), name: Type.String() }),
      reason: oneOf(followReasons, {
        description:
          'By itself, by somebody else, because a note names it, or by a merge: a ticket it follows goes on here.',
      }),
      since: instant(),
    }),
  ),
})
const example = {
  params: { id: exampleTicket.id, agentId },
  answer: {
    data: [{ agent: { id: agentId, name: 'Inês Duarte' }, reason: 'self', since: '2026-11-20T09:10:00.000Z' }],
  },
} as const

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/followers',
  operationId: 'listFollowers',
  summary: 'Read who follows a ticket',
  tag: 'tickets',
  permission: 'agents:read',
  params,
  answers: { 200: FollowerList },
  example: { ...example, params: { id: exampleTicket.id } },
  async handle({ context, params: { id: ticketId } }) {
    const followers = await listFollowers(context, { ticketId })
    if (followers === null) throw notFound()
    return { data: followers.map(presentFollower) }
  },
})

const followRoute = defineRoute({
  method: 'PUT',
  url: '/v1/tickets/:id/followers/:agentId',
  operationId: 'followTicket',
  summary: 'Let an agent follow a ticket',
  description: 'Again and again it stays one. Agents whom a note names follow by themselves.',
  tag: 'tickets',
  permission: 'note:write',
  params: paramsWithAgent,
  answers: { 200: FollowerList },
  example,
  async handle({ context, params: { id: ticketId, agentId: follower } }) {
    const followers = await followTicket(context, { ticketId, agentId: follower })
    if (followers === null) throw notFound()
    return { data: followers.map(presentFollower) }
  },
})

const unfollowRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tickets/:id/followers/:agentId',
  operationId: 'unfollowTicket',
  summary: 'Let an agent no longer follow a ticket',
  tag: 'tickets',
  permission: 'note:write',
  params: paramsWithAgent,
  answers: { 200: FollowerList },
  example: { ...example, answer: { data: [] } },
  async handle({ context, params: { id: ticketId, agentId: follower } }) {
    const followers = await unfollowTicket(context, { ticketId, agentId: follower })
    if (followers === null) throw notFound()
    return { data: followers.map(presentFollower) }
  },
})
