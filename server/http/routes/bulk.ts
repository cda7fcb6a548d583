import { type Static, Type } from 'typebox'
import {
  type BulkAction,
  bulkOutcomes,
  type BulkPreview,
  type BulkSelection,
  listBulks,
  presentBulk,
  presentBulkTicket,
  previewBulk,
  readBulk,
  readBulkTickets,
  startBulk,
  undoBulk,
} from '../../modules/bulk/index.ts'
import type { Ticket } from '../../modules/tickets/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { defineCursor } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { id, listQuery, oneOf, pageOf } from '../schemas.ts'
import { BulkChange, BulkPreviewSchema, BulkSchema, BulkTicketSchema } from './bulk-schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** One change of many tickets: previewed, begun, followed and undone. */
export function bulkRoutes(): Route[] {
  return [changeRoute, listRoute, readRoute, ticketsRoute, undoRoute]
}

const listCursor = defineCursor('bulk', Type.String())
const ticketCursor = defineCursor('bulk-tickets', Type.String())
const params = Type.Object({ id: id('bulk') })
const notFound = () => new AppError('not_found', 'There is no such change of many tickets.')

const exampleBulk = {
  id: 'bulk_01jqzv5k3mf8tbn2c4d6e7g9ha',
  state: 'running',
  action: { kind: 'update', set: { priority: 'high' } },
  q: null,
  view: null,
  by: { kind: 'member', name: 'Ana Ruiz' },
  total: 1,
  pending: 1,
  changed: 0,
  unchanged: 0,
  refused: 0,
  undone: 0,
  kept: 0,
  notFound: 0,
  canUndo: true,
  lasting: [],
  createdAt: '2026-11-20T09:10:00.000Z',
  finishedAt: null,
  undoableUntil: null,
  undoneAt: null,
} as const

/** What the body asks for; exactly one action, and ids or a search. */
function actionOf(asked: Static<typeof BulkChange>['action']): BulkAction {
  const { transition, assign, unassign, update, tags, snooze, reply, applyMacro } = asked
  const wanted: BulkAction[] = [
    ...(transition === undefined ? [] : [{ kind: 'transition' as const, ...transition }]),
    ...(assign === undefined ? [] : [{ kind: 'assign' as const, ...assign }]),
    ...(unassign === undefined ? [] : [{ kind: 'unassign' as const }]),
    ...(update === undefined ? [] : [{ kind: 'update' as const, set: update }]),
    ...(tags === undefined ? [] : [{ kind: 'tags' as const, add: tags.add ?? [], remove: tags.remove ?? [] }]),
    ...(snooze === undefined ? [] : [{ kind: 'snooze' as const, ...snooze }]),
    ...(reply === undefined ? [] : [{ kind: 'reply' as const, visibility: 'public' as const, ...reply }]),
    ...(applyMacro === undefined ? [] : [{ kind: 'applyMacro' as const, body: null, ...applyMacro }]),
  ]
  const [action, ...others] = wanted
  if (action !== undefined && others.length === 0) return action
  const known = 'transition, assign, unassign, update, tags, snooze, reply, applyMacro'
  throw refuseField('/action', 'one_of', `Send exactly one of: ${known}.`)
}

function selectionOf({ q, view, ids }: Static<typeof BulkChange>): BulkSelection {
  const isSearch = q !== undefined || view !== undefined
  if (isSearch === (ids !== undefined)) throw refuseField('/ids', 'one_of', 'Send either ids or a search.')
  return ids === undefined ? { kind: 'search', q: q ?? '', view: view ?? null } : { kind: 'ids', ids }
}

const changeRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/bulk',
  operationId: 'changeTickets',
  summary: 'Change many tickets at once',
  description:
    'Those with these `ids`, or all that a search finds (at most 5000). With `dryRun` it answers 200 with what would ' +
    'change, what is refused and why, and which automations would act on it, and does nothing. Else it answers 202 at once; a job changes one ticket after ' +
    'the other, each for itself, and all that happens carries one cause. To be undone for a day, but for what was said ' +
    '(`lasting`). Nothing is said on a ticket on which something public was said since the tickets were chosen.',
  tag: 'tickets',
  permission: 'ticket:write',
  body: BulkChange,
  answers: { 200: BulkPreviewSchema, 202: BulkSchema },
  example: {
    body: { ids: [exampleTicket.id], action: { update: { priority: 'high' } } },
    status: 202,
    answer: exampleBulk,
  },
  async handle({ context, body }) {
    const asked = { selection: selectionOf(body), action: actionOf(body.action) }
    if (body.dryRun === true) return answer(200, presentPreview(await previewBulk(context, asked)))
    const bulk = presentBulk(await startBulk(context, asked), context.now())
    return answer(202, bulk, { location: `/v1/bulk/${bulk.id}` })
  },
})

function presentPreview({ refusals, sample, lasting, isUndoable, ...counts }: BulkPreview) {
  return {
    ...counts,
    canUndo: isUndoable,
    lasting: [...lasting],
    refusals: refusals.map((one) => ({ ...one, tickets: one.tickets.map(brief) })),
    sample: sample.map(({ ticket, changes, says, automations }) => ({
      ticket: brief(ticket),
      changes: [...changes],
      says,
      automations: automations === null ? null : automations.map((rule) => ({ ...rule, does: [...rule.does] })),
    })),
  }
}

function brief({ id: ticketId, number, issueSummary }: Ticket) {
  return { id: encodeId('ticket', ticketId), number, issueSummary }
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/bulk',
  operationId: 'listBulkChanges',
  summary: 'Read the changes of many tickets you asked for',
  description: 'Newest first.',
  tag: 'tickets',
  permission: 'ticket:read',
  query: listQuery({}),
  answers: { 200: pageOf('BulkPage', BulkSchema) },
  example: { answer: { data: [exampleBulk], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const bulks = await listBulks(context, { before: listCursor.read(query.after), limit: limit + 1 })
    const shown = bulks.slice(0, limit)
    const last = bulks.length > limit ? shown.at(-1) : undefined
    const now = context.now()
    const next = last === undefined ? null : listCursor.write(last.id)
    return { data: shown.map((bulk) => presentBulk(bulk, now)), page: { next } }
  },
})

const readRoute = defineRoute({
  method: 'GET',
  url: '/v1/bulk/:id',
  operationId: 'readBulkChange',
  summary: 'Read how far a change of many tickets is',
  tag: 'tickets',
  permission: 'ticket:read',
  params,
  answers: { 200: BulkSchema },
  example: { params: { id: exampleBulk.id }, answer: exampleBulk },
  async handle({ context, params: { id: bulkId } }) {
    const bulk = await readBulk(context, { bulkId })
    if (bulk === null) throw notFound()
    return presentBulk(bulk, context.now())
  },
})

const ticketsRoute = defineRoute({
  method: 'GET',
  url: '/v1/bulk/:id/tickets',
  operationId: 'listBulkTickets',
  summary: 'Read what became of each ticket of a change',
  description: 'With the reason where it was refused, or kept when the change was undone.',
  tag: 'tickets',
  permission: 'ticket:read',
  params,
  query: listQuery({ outcome: Type.Optional(oneOf(bulkOutcomes)) }),
  answers: { 200: pageOf('BulkTicketPage', BulkTicketSchema) },
  example: {
    params: { id: exampleBulk.id },
    answer: {
      data: [
        {
          ticket: { id: exampleTicket.id, number: 10001, issueSummary: 'Cannot join lobby' },
          outcome: 'pending',
          code: null,
          detail: null,
        },
      ],
      page: { next: null },
    },
  },
  async handle({ context, params: { id: bulkId }, query }) {
    const limit = query.limit ?? 50
    const page = { bulkId, outcome: query.outcome ?? null, after: ticketCursor.read(query.after), limit: limit + 1 }
    const tickets = await readBulkTickets(context, page)
    if (tickets === null) throw notFound()
    const shown = tickets.slice(0, limit)
    const last = tickets.length > limit ? shown.at(-1) : undefined
    const next = last === undefined ? null : ticketCursor.write(last.ticketId)
    return { data: shown.map(presentBulkTicket), page: { next } }
  },
})

const undoRoute = defineRoute({
  method: 'POST',
  url: '/v1/bulk/:id/undo',
  operationId: 'undoBulkChange',
  summary: 'Undo a change of many tickets',
  description:
    'Within a day. Tickets nobody has changed since get back what they had; the others stay as they are and are listed ' +
    'with the outcome `kept` and why. One that still runs is stopped first. Asked for twice it is done once. One that has ' +
    'only said something is 409 (`said`): that cannot be taken back.',
  tag: 'tickets',
  permission: 'ticket:write',
  params,
  answers: { 202: BulkSchema },
  example: { params: { id: exampleBulk.id }, answer: { ...exampleBulk, state: 'undoing', canUndo: false } },
  async handle({ context, params: { id: bulkId } }) {
    const bulk = await undoBulk(context, { bulkId })
    if (bulk === null) throw notFound()
    return presentBulk(bulk, context.now())
  },
})
