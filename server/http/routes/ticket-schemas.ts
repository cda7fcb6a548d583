import { type TObjectOptions, Type } from 'typebox'
import { linkKinds, redactionReasons, visibilities } from '../../modules/tickets/index.ts'
import { clockUnit } from '../clock-unit.ts'
import { component, email, id, instant, language, nullable, oneOf, phone, spokenText } from '../schemas.ts'
import { attachments, AttachmentSchema } from './file-schemas.ts'
import { transitionMembers } from './transition-schemas.ts'
import { HighlightSchema, SearchSchema } from './search-schemas.ts'

const record = (options: TObjectOptions = {}) => Type.Record(Type.String(), Type.Unknown(), options)
const weights = ['high', 'normal', 'low'] as const
const weight = (description: string) => oneOf(weights, { description })
const reason = (description: string) => Type.String({ minLength: 1, maxLength: 400, description })
const slug = (description: string) => Type.String({ maxLength: 100, description })

/** What a caller may tell of a customer. */
const CustomerTold = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 200 })),
  email: Type.Optional(email()),
  phone: Type.Optional(phone()),
  language: Type.Optional(language()),
  tier: Type.Optional(Type.String({ maxLength: 50 })),
  timezone: Type.Optional(Type.String({ maxLength: 64, description: 'IANA name.' })),
  attributes: Type.Optional(record({ maxProperties: 50 })),
})

export const TicketCreate = component(
  'TicketCreate',
  {
    customerId: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Your own id of the customer, or a `cust_` id. An unknown one is created.',
    }),
    serviceLine: Type.Optional(slug('A service line of the workflow.')),
    channel: slug('A channel of the workflow, such as `ticket` or `live-chat`.'),
    priority: Type.Optional(
      Type.String({ maxLength: 20, description: '`low`, `normal` (or `medium`), `high`, `critical` (or `urgent`).' }),
    ),
    impact: Type.Optional(weight('With `urgency` gives the priority by the workflow’s matrix, where none is sent.')),
    urgency: Type.Optional(weight('With `impact` gives the priority.')),
    priorityReason: Type.Optional(reason('Why `priority` is sent: it then outlasts changes of impact and urgency.')),
    language: Type.Optional(language()),
    issueSummary: spokenText(2000),
    message: Type.Optional(
      Type.String({
        maxLength: 20_000,
        description: 'The first public message: the customer’s, unless `openedBy` says.',
      }),
    ),
    openedBy: Type.Optional(
      oneOf(['customer', 'agent'], {
        default: 'customer',
        description:
          'Who spoke first. `agent`: the message is yours, to the customer, who is owed a first response once it has ' +
          'answered; asks for a message and for `message:write`.',
      }),
    ),
    note: Type.Optional(
      Type.String({ minLength: 1, maxLength: 20_000, description: 'A first internal note; asks for `note:write`.' }),
    ),
    assignee: Type.Optional(
      Type.Union([id('agent'), Type.Literal('me')], {
        description: 'Whose it is from the start, by hand, offered to nobody; asks for `ticket:assign`.',
      }),
    ),
    attachments: Type.Optional(attachments('Files you uploaded with `POST /v1/files`, for the first message.')),
    callbackUrl: Type.Optional(Type.String({ maxLength: 2048, description: 'Hears of every step, signed.' })),
    type: Type.Optional(slug('A ticket type of the workflow.')),
    category: Type.Optional(slug('A category of the workflow.')),
    affected: Type.Optional(Type.Array(slug('A service of the workflow.'), { maxItems: 50 })),
    orderId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    customer: Type.Optional(CustomerTold),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
    fields: Type.Optional(record({ maxProperties: 100, description: 'Custom fields of the ticket type.' })),
    externalId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    preferredAgent: Type.Optional(
      id('agent', { description: 'Is waited for, where the queue has `preferredAgent`, while present and busy.' }),
    ),
  },
  { description: 'A request for help. Only `customerId`, `channel` and `issueSummary` are required.' },
)

export const TicketUpdate = component('TicketUpdate', {
  type: Type.Optional(slug('A ticket type of the workflow.')),
  category: Type.Optional(slug('A category of the workflow.')),
  priority: Type.Optional(Type.String({ maxLength: 20 })),
  impact: Type.Optional(nullable(weight('With `urgency` gives the priority anew, where none is sent.'))),
  urgency: Type.Optional(nullable(weight('With `impact` gives the priority anew.'))),
  priorityReason: Type.Optional(
    nullable(reason('Why `priority` is another one: it stands until this is taken back with null.')),
  ),
  language: Type.Optional(language()),
  queue: Type.Optional(slug('A queue of the workflow; moves the waiting task.')),
  externalId: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 200 }))),
  issueSummary: Type.Optional(spokenText(2000)),
  tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
  fields: Type.Optional(record({ maxProperties: 100, description: 'Merged into the fields there are.' })),
  affected: Type.Optional(Type.Array(slug('A service of the workflow.'), { maxItems: 50 })),
  callbackUrl: Type.Optional(nullable(Type.String({ maxLength: 2048 }))),
})

const Clock = Type.Object({
  dueAt: nullable(instant()),
  state: Type.String(),
  unit: clockUnit(),
  targetMs: Type.Integer(),
  remainingMs: nullable(Type.Integer({ description: 'What is left while it is paused.' })),
})
const clock = nullable(Clock)

const ticketMembers = {
  id: id('ticket'),
  number: Type.Integer(),
  version: Type.Integer(),
  externalId: nullable(Type.String()),
  status: Type.String(),
  statusCategory: oneOf(['new', 'open', 'waiting', 'hold', 'solved', 'closed']),
  customerStatus: Type.String({
    description: 'What the customer reads, in the ticket’s language where the workflow has it.',
  }),
  type: nullable(Type.String()),
  category: nullable(Type.String()),
  priority: oneOf(['low', 'normal', 'high', 'critical']),
  impact: nullable(oneOf(weights)),
  urgency: nullable(oneOf(weights)),
  priorityReason: nullable(Type.String({ description: 'Why somebody set another priority than the computed one.' })),
  channel: Type.String(),
  serviceLine: nullable(Type.String()),
  language: Type.String(),
  queue: Type.String(),
  customer: Type.Object(
    { id: id('customer'), externalId: nullable(Type.String()), name: nullable(Type.String()) },
    { description: 'A partner reads the id by which it named them, and no name.' },
  ),
  issueSummary: Type.String(),
  assignee: nullable(Type.Object({ id: id('agent'), name: Type.String() })),
  order: nullable(
    Type.Object({
      id: Type.String(),
      storeId: nullable(Type.String()),
      region: nullable(Type.String()),
      placedAt: instant(),
    }),
  ),
  tags: Type.Array(Type.String()),
  fields: record(),
  affected: Type.Array(Type.String()),
  classifiedBy: nullable(oneOf(['caller', 'rule', 'default', 'person'])),
  cause: nullable(record()),
  correction: nullable(record()),
  solutionCheck: nullable(oneOf(['passed', 'failed'])),
  resolution: nullable(Type.String()),
  market: nullable(record()),
  storeId: nullable(Type.String()),
  handoff: nullable(record()),
  sla: Type.Object(
    {
      firstResponse: clock,
      nextResponse: clock,
      periodicUpdate: clock,
      resolution: clock,
      ownership: clock,
      partnerResponse: clock,
      nextDueAt: nullable(instant()),
    },
    { description: 'Customers and partners see neither `ownership` nor `partnerResponse`, nor when these are due.' },
  ),
  taskId: nullable(id('task')),
  workflowVersion: Type.Integer(),
  callbackUrl: nullable(Type.String()),
  mergedInto: nullable(
    Type.Object(
      { id: id('ticket'), number: Type.Integer(), at: instant(), undoableUntil: instant() },
      { description: 'The ticket it was merged into; replies go there.' },
    ),
  ),
  checklist: nullable(
    Type.Object({ done: Type.Integer(), total: Type.Integer() }, { description: 'How far its checklist is.' }),
  ),
  openedBy: oneOf(['customer', 'agent'], {
    description: '`agent` where the first message was an agent’s to the customer; `customer` where the customer asked.',
  }),
  reopened: Type.Integer(),
  links: Type.Object({
    self: Type.String(),
    timeline: Type.String(),
    chat: nullable(Type.String({ description: 'Where a chat about it is opened; null while there is none.' })),
    console: Type.String(),
  }),
  createdAt: instant(),
  updatedAt: instant(),
  solvedAt: nullable(instant()),
  closedAt: nullable(instant()),
}

/** A ticket as it is recorded, told to callbacks and listed. */
export const TicketSchema = component('Ticket', ticketMembers)

const snoozedUntil = nullable(
  instant({ description: 'Until when it is put aside; told to the workspace’s own people only.' }),
)

/** A ticket in a list: with the last thing said on it. */
const TicketListItem = component('TicketListItem', {
  ...ticketMembers,
  snoozedUntil,
  lastMessage: nullable(
    Type.Object({
      body: Type.String({ description: 'The first 200 characters.' }),
      attachments: Type.Integer({ description: 'How many files it has.' }),
      isRedacted: Type.Boolean({ description: 'Its words were taken out for good.' }),
      visibility: oneOf(visibilities),
      author: Type.Object({ kind: Type.String(), id: nullable(Type.String()), name: nullable(Type.String()) }),
      at: instant(),
    }),
  ),
  highlight: Type.Optional(nullable(HighlightSchema)),
})

/** A page of a list of tickets. */
export const TicketPage = component('TicketPage', {
  data: Type.Array(TicketListItem),
  page: Type.Object({ next: nullable(Type.String()) }),
  search: Type.Optional(SearchSchema),
})

/** A ticket with what the caller may do to it now. */
export const TicketView = component('TicketView', {
  ...ticketMembers,
  can: Type.Object({
    reply: Type.Boolean(),
    note: Type.Boolean(),
    transition: Type.Boolean(),
    assign: Type.Boolean(),
    merge: Type.Boolean(),
  }),
  ...transitionMembers,
  mergeReason: nullable(Type.String({ description: 'Why it was merged; told to the workspace’s own people only.' })),
  snoozedUntil,
})

/** Null = its words stand. */
export const RedactionSchema = nullable(
  Type.Object(
    { at: instant(), reason: oneOf(redactionReasons) },
    { description: 'Its words and files were taken out for good.' },
  ),
)

const messageMembers = {
  id: id('message'),
  ticketId: id('ticket'),
  seq: Type.Integer(),
  clientId: nullable(Type.String()),
  author: Type.Object({ kind: Type.String(), id: nullable(Type.String()), name: nullable(Type.String()) }),
  visibility: oneOf(visibilities),
  body: Type.String(),
  question: Type.Boolean({ description: 'Asked between staff and a partner, for the other side to answer.' }),
  automatic: Type.Boolean({ description: 'Said by the product itself; it answers no clock.' }),
  attachments: Type.Array(AttachmentSchema),
  createdAt: instant(),
  redaction: RedactionSchema,
}

export const MessageSchema = component('Message', messageMembers)

/** A message just said, which may be kept on another ticket than it was said to. */
export const SaidMessageSchema = component('SaidMessage', {
  ...messageMembers,
  detour: nullable(
    Type.Object(
      { reason: oneOf(['merged', 'follow_up']), ticketId: id('ticket'), number: Type.Integer() },
      { description: 'The ticket it is kept on, where that is another one.' },
    ),
  ),
})

export const LinkSchema = component('TicketLink', {
  id: id('link'),
  kind: oneOf(linkKinds),
  direction: oneOf(['outgoing', 'incoming']),
  ticket: Type.Object({
    id: id('ticket'),
    number: Type.Integer(),
    issueSummary: Type.String(),
    status: Type.String(),
    statusCategory: Type.String(),
  }),
  createdAt: instant(),
})
