import { Type } from 'typebox'
import { dropDraft, presentDraft, readDrafts, saveDraft } from '../../modules/drafts/index.ts'
import { visibilities } from '../../modules/tickets/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** What somebody is writing on a ticket and has not sent. */
export function ticketDraftRoutes(): Route[] {
  return [listRoute, saveRoute, deleteRoute]
}

const params = Type.Object({ id: id('ticket') })
const paramsWithKind = Type.Object({ id: id('ticket'), visibility: oneOf(visibilities) })
const notFound = () => new AppError('not_found', 'There is no such ticket.')

const Revision = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const DraftMacro = component('DraftMacro', {
  key: Type.String({ minLength: 1, maxLength: 100 }),
  name: Type.String({ maxLength: 200 }),
  does: Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 50, description: 'As the writer was shown it.' }),
  isSilent: Type.Boolean({ description: 'It says nothing by itself.' }),
})

const DraftSchema = component('Draft', {
  visibility: oneOf(visibilities),
  writer: Type.Object({ kind: oneOf(['member', 'token']), id: Type.String(), name: nullable(Type.String()) }),
  isMine: Type.Boolean(),
  body: Type.String(),
  macro: nullable(DraftMacro),
  readSeq: nullable(Type.Integer({ description: 'The last public message its writer had before them.' })),
  revision: Type.Integer({ description: 'Another one with every save, and never the same twice.' }),
  updatedAt: instant(),
})
const exampleDraft = {
  visibility: 'public',
  writer: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Inês Duarte' },
  isMine: true,
  body: 'Your deposit was credited at 09:12; could you',
  macro: null,
  readSeq: 3,
  revision: 41,
  updatedAt: '2026-11-20T09:10:12.345Z',
} as const

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/drafts',
  operationId: 'listDrafts',
  summary: 'Read what is being written on a ticket',
  description:
    'Your own drafts first, then the unsent replies of your colleagues when you may reply too, the latest first. An ' +
    'unsent note is its writer’s own.',
  tag: 'tickets',
  permission: 'ticket:read',
  params,
  answers: { 200: component('DraftList', { data: Type.Array(DraftSchema) }) },
  example: { params: { id: exampleTicket.id }, answer: { data: [exampleDraft] } },
  async handle({ context, params: { id: ticketId } }) {
    const drafts = await readDrafts(context, { ticketId })
    if (drafts === null) throw notFound()
    return { data: drafts.map((draft) => presentDraft(context, draft)) }
  },
})

const saveRoute = defineRoute({
  method: 'PUT',
  url: '/v1/tickets/:id/drafts/:visibility',
  operationId: 'saveDraft',
  summary: 'Keep what you are writing on a ticket',
  description:
    'One draft for each ticket, writer and visibility, kept for 90 days and removed by the message it becomes. ' +
    '`revision` is the one your words were written upon, null where there was none; upon another one it is a conflict ' +
    'that names the `revision` there is. With `clientId` they are words on their way to be said under it, and a conflict ' +
    'once they were: a save that comes late brings no draft back.',
  tag: 'tickets',
  permission: 'signed-in',
  params: paramsWithKind,
  body: component('DraftSave', {
    body: Type.String({ maxLength: 20_000 }),
    revision: nullable(Revision),
    readSeq: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }))),
    macro: Type.Optional(nullable(DraftMacro)),
    clientId: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 100 }))),
  }),
  answers: { 200: DraftSchema },
  example: {
    params: { id: exampleTicket.id, visibility: 'public' },
    body: { body: exampleDraft.body, revision: null, readSeq: 3 },
    answer: exampleDraft,
  },
  async handle({ context, params: { id: ticketId, visibility }, body }) {
    const { macro = null, readSeq = null, clientId = null } = body
    const words = { body: body.body, macro, readSeq, revision: body.revision, clientId }
    const draft = await saveDraft(context, { ticketId, visibility, ...words })
    if (draft === null) throw notFound()
    return presentDraft(context, draft)
  },
})

const deleteRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tickets/:id/drafts/:visibility',
  operationId: 'deleteDraft',
  summary: 'Give up what you were writing on a ticket',
  description:
    'One that is gone already stays so. With `revision`, a draft that was written on since is a conflict and stays.',
  tag: 'tickets',
  permission: 'signed-in',
  params: paramsWithKind,
  query: Type.Object({ revision: Type.Optional(Revision) }),
  answers: { 204: null },
  example: { params: { id: exampleTicket.id, visibility: 'public' } },
  async handle({ context, params: { id: ticketId, visibility }, query }) {
    const dropped = await dropDraft(context, { ticketId, visibility, revision: query.revision ?? null })
    if (dropped === null) throw notFound()
    return answer(204)
  },
})
