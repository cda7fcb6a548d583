import { Type } from 'typebox'
import { changeChecklist, presentChecklist, readChecklist } from '../../modules/collaboration/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable, spokenText } from '../schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** What is to be done on a ticket. */
export function ticketChecklistRoutes(): Route[] {
  return [readRoute, addRoute, changeRoute, removeRoute]
}

const params = Type.Object({ id: id('ticket') })
const itemParams = Type.Object({
  id: id('ticket'),
  item: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'The number of the item.' }),
})
const exampleParams = { id: exampleTicket.id }
const notFound = () => new AppError('not_found', 'There is no such ticket, or no such item.')

const Checklist = component('Checklist', {
  done: Type.Integer(),
  total: Type.Integer(),
  items: Type.Array(
    Type.Object({
      id: Type.Integer(),
      text: Type.String(),
      isDone: Type.Boolean(),
      doneAt: nullable(instant()),
      doneBy: nullable(Type.Object({ kind: Type.String(), id: nullable(Type.String()), name: Type.String() })),
    }),
  ),
})

const item = { id: 1, text: 'Logs of the time are kept', isDone: false, doneAt: null, doneBy: null }
const exampleList = { done: 0, total: 1, items: [item] }
const exampleDone = {
  done: 1,
  total: 1,
  items: [
    {
      ...item,
      isDone: true,
      doneAt: '2026-11-20T09:10:00.000Z',
      doneBy: { kind: 'agent', id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Inês Duarte' },
    },
  ],
}

const readRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/checklist',
  operationId: 'readChecklist',
  summary: 'Read what is to be done on a ticket',
  description: 'Until somebody touches it, it is the one the workflow gives the ticket’s type.',
  tag: 'tickets',
  permission: 'ticket:read',
  params,
  answers: { 200: Checklist },
  example: { params: exampleParams, answer: exampleList },
  async handle({ context, params: { id: ticketId } }) {
    const items = await readChecklist(context, { ticketId })
    if (items === null) throw notFound()
    return presentChecklist(items)
  },
})

const addRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/checklist',
  operationId: 'addToChecklist',
  summary: 'Add something to be done',
  description: 'One item (`text`), or those of a checklist of the workflow that are not there yet (`template`).',
  tag: 'tickets',
  permission: 'ticket:write',
  params,
  body: component('ChecklistAdd', {
    text: Type.Optional(spokenText(200)),
    template: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  }),
  answers: { 200: Checklist },
  example: { params: exampleParams, body: { text: 'Logs of the time are kept' }, answer: exampleList },
  async handle({ context, params: { id: ticketId }, body: { text, template } }) {
    if ((text === undefined) === (template === undefined))
      throw refuseField('/text', 'one_of', 'Send either text or template.')
    const wish =
      text === undefined ? ({ kind: 'template', template: template ?? '' } as const) : ({ kind: 'add', text } as const)
    const items = await changeChecklist(context, { ticketId, wish })
    if (items === null) throw notFound()
    return presentChecklist(items)
  },
})

const changeRoute = defineRoute({
  method: 'PATCH',
  url: '/v1/tickets/:id/checklist/:item',
  operationId: 'changeChecklistItem',
  summary: 'Mark, rename or move something to be done',
  description: 'Who did it and when is kept; doing it twice is doing it once.',
  tag: 'tickets',
  permission: 'ticket:write',
  params: itemParams,
  body: component('ChecklistItemChange', {
    isDone: Type.Optional(Type.Boolean()),
    text: Type.Optional(spokenText(200)),
    place: Type.Optional(Type.Integer({ minimum: 0, maximum: 200, description: 'Its place in the list, from 0.' })),
  }),
  answers: { 200: Checklist },
  example: { params: { ...exampleParams, item: '1' }, body: { isDone: true }, answer: exampleDone },
  async handle({ context, params: { id: ticketId, item: number }, body }) {
    const items = await changeChecklist(context, { ticketId, wish: { kind: 'set', id: number, ...body } })
    if (items === null) throw notFound()
    return presentChecklist(items)
  },
})

const removeRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tickets/:id/checklist/:item',
  operationId: 'removeChecklistItem',
  summary: 'Remove something to be done',
  tag: 'tickets',
  permission: 'ticket:write',
  params: itemParams,
  answers: { 200: Checklist },
  example: { params: { ...exampleParams, item: '1' }, answer: { done: 0, total: 0, items: [] } },
  async handle({ context, params: { id: ticketId, item: number } }) {
    const items = await changeChecklist(context, { ticketId, wish: { kind: 'remove', id: number } })
    if (items === null) throw notFound()
    return presentChecklist(items)
  },
})
