import { Type } from 'typebox'
import { listMentions, presentMention, readMentions } from '../../modules/collaboration/index.ts'
import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { decodeId } from '../../platform/ids.ts'
import { defineCursor } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, nullable } from '../schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** The notes that name an agent, and the tickets its team is told of. */
export function mentionRoutes(): Route[] {
  return [listRoute, readRoute]
}

const cursor = defineCursor('mentions', Type.String())
const agentId = 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha'
const whose = () => Type.Optional(Type.String({ maxLength: 60, description: '`me` (the default) or an agent’s id.' }))

const Mention = component('Mention', {
  id: id('mention'),
  agentId: id('agent'),
  ticket: Type.Object({ id: id('ticket'), number: Type.Integer(), issueSummary: Type.String(), status: Type.String() }),
  messageId: nullable(id('message')),
  teams: nullable(
    Type.Array(Type.String(), { description: 'The teams that are to know of the ticket; null for a note.' }),
  ),
  excerpt: Type.String({ description: 'The first 200 characters of the note; empty where a team is told.' }),
  by: Type.Object({ kind: Type.String(), name: nullable(Type.String()) }),
  createdAt: instant(),
  readAt: nullable(instant()),
})

/** Null = the caller's own, or of all where it is no agent. */
function agentOf(context: Context, text: string | undefined): string | null {
  if (text === undefined) return null
  if (text === 'me' && context.principal.agentId !== null) return context.principal.agentId
  const found = decodeId('agent', text)
  if (found === null) throw refuseField('agent', 'unknown_agent', 'Say the id of an agent, or `me` if you are one.')
  return found
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/mentions',
  operationId: 'listMentions',
  summary: 'Read the notes that name an agent',
  description:
    'Also the tickets that a routing rule, an automation, a macro or an SLA step notifies its team of. Newest first, with how many are unread. A desk that acts for agents reads those of any, or of all without `agent`.',
  tag: 'tickets',
  permission: 'ticket:read',
  query: listQuery({ agent: whose(), unread: Type.Optional(Type.Boolean({ default: false })) }),
  answers: {
    200: component('MentionPage', {
      data: Type.Array(Mention),
      unread: Type.Integer(),
      page: Type.Object({ next: nullable(Type.String()) }),
    }),
  },
  example: {
    query: { agent: agentId, unread: 'true' },
    answer: {
      data: [
        {
          id: 'mention_01jqzv5k3mf8tbn2c4d6e7g9ha',
          agentId,
          ticket: {
            id: exampleTicket.id,
            number: 10001,
            issueSummary: 'Deposit not credited',
            status: 'diagnosing',
          },
          messageId: 'msg_01jqzv5k3mf8tbn2c4d6e7g9ha',
          teams: null,
          excerpt: '@ines.duarte can you look at the provider’s logs?',
          by: { kind: 'agent', name: 'Bea Ruiz' },
          createdAt: '2026-11-20T09:10:00.000Z',
          readAt: null,
        },
      ],
      unread: 1,
      page: { next: null },
    },
  },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const found = await listMentions(context, {
      agentId: agentOf(context, query.agent),
      isUnread: query.unread ?? false,
      before: cursor.read(query.after),
      limit: limit + 1,
    })
    const shown = found.mentions.slice(0, limit)
    const last = found.mentions.length > limit ? shown.at(-1) : undefined
    const next = last === undefined ? null : cursor.write(last.id)
    return { data: shown.map(presentMention), unread: found.unread, page: { next } }
  },
})

const readRoute = defineRoute({
  method: 'POST',
  url: '/v1/mentions/read',
  operationId: 'readMentions',
  summary: 'Mark notes that name an agent as read',
  description: 'These (`ids`), those of one ticket (`ticketId`), or all.',
  tag: 'tickets',
  permission: 'ticket:read',
  body: component('MentionsRead', {
    agent: whose(),
    ids: Type.Optional(Type.Array(id('mention'), { minItems: 1, maxItems: 200 })),
    ticketId: Type.Optional(id('ticket')),
  }),
  answers: { 200: component('MentionsReadAnswer', { read: Type.Integer(), unread: Type.Integer() }) },
  example: { body: { agent: agentId }, answer: { read: 1, unread: 0 } },
  async handle({ context, body }) {
    const { ids = null, ticketId = null } = body
    return readMentions(context, { agentId: agentOf(context, body.agent), ids, ticketId })
  },
})
