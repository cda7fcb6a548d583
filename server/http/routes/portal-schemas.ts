import { Type } from 'typebox'
import { portalStates, replyOutcomes } from '../../modules/portal/index.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'
import { AttachmentSchema } from './file-schemas.ts'

export const workspaceSlug = Type.String({
  minLength: 1,
  maxLength: 63,
  pattern: '^[a-z0-9][a-z0-9-]*$',
  description: 'Whose portal it is: the workspace’s name in addresses.',
})

const workspace = Type.Object({ slug: Type.String(), name: Type.String() })

export const PortalSessionSchema = component('PortalSession', {
  email: nullable(Type.String({ description: 'Whose requests are shown; null for a token that no link began.' })),
  workspace,
})

export const NewPortalSessionSchema = component('NewPortalSession', {
  token: Type.String({ description: 'Opens the portal to the customers of this address alone. Shown this once.' }),
  expiresAt: nullable(instant()),
  email: Type.String(),
  name: nullable(Type.String()),
  workspace,
})

const isRedacted = Type.Boolean({ description: 'Its words and files were taken out for good.' })

/** How a request was for its customer; null = nobody has said. */
export const ratingSchema = nullable(
  Type.Object({ score: Type.Integer(), comment: nullable(Type.String()), ratedAt: instant() }),
)

const ticketMembers = {
  id: id('ticket'),
  number: Type.Integer(),
  subject: Type.String(),
  status: Type.String({ description: 'In plain words, as the workflow has them for customers.' }),
  state: oneOf(portalStates),
  createdAt: instant(),
  lastActivityAt: instant({ description: 'Of what its customer may see: the last public message, or the end.' }),
  lastMessage: nullable(Type.Object({ from: oneOf(['you', 'desk']), body: Type.String(), isRedacted })),
  reply: oneOf(replyOutcomes, {
    description: 'What a reply does: the request goes on, is opened again, or a new one follows it up.',
  }),
  reopenUntil: nullable(instant({ description: 'While `reply` is `reopen`: until when.' })),
  mayRate: Type.Boolean(),
  rating: ratingSchema,
}

export const PortalTicketSchema = component('PortalTicket', ticketMembers)

const PortalMessageSchema = component('PortalMessage', {
  id: id('message'),
  from: oneOf(['you', 'desk']),
  name: nullable(Type.String({ description: 'Of the person who wrote it; null for the desk itself.' })),
  automatic: Type.Boolean({ description: 'Said by the product itself.' }),
  body: Type.String(),
  isRedacted,
  attachments: Type.Array(AttachmentSchema),
  createdAt: instant(),
})

export const PortalTicketDetailSchema = component('PortalTicketDetail', {
  ...ticketMembers,
  messages: Type.Array(PortalMessageSchema, { description: 'What was said in public, oldest first.' }),
})

export const PortalReplySchema = component('PortalReply', {
  ticketId: id('ticket', { description: 'Where it is kept: a request that follows this one up, or goes on for it.' }),
  number: Type.Integer(),
  detour: nullable(oneOf(['merged', 'follow_up'])),
  message: PortalMessageSchema,
})

export const exampleTicket = {
  id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  number: 10_042,
  subject: 'My deposit is missing.',
  status: 'Solved',
  state: 'solved' as const,
  createdAt: '2026-11-20T09:00:00.000Z',
  lastActivityAt: '2026-11-20T09:20:00.000Z',
  lastMessage: { from: 'desk' as const, body: 'It has arrived.', isRedacted: false },
  reply: 'reopen' as const,
  reopenUntil: '2026-11-27T09:20:00.000Z',
  mayRate: true,
  rating: null,
}

export const exampleMessage = {
  id: 'msg_01jqzv5k3mf8tbn2c4d6e7g9ha',
  from: 'desk' as const,
  name: 'Inês Duarte',
  automatic: false,
  body: 'It has arrived.',
  isRedacted: false,
  attachments: [],
  createdAt: '2026-11-20T09:20:00.000Z',
}
