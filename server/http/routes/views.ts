import { Type } from 'typebox'
import {
  countViews,
  createView,
  deleteView,
  getView,
  listViews,
  orderSavedViews,
  presentView,
  updateView,
} from '../../modules/views/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { etagOf, expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, nullable } from '../schemas.ts'
import { exampleView, viewBody, ViewSchema } from './view-schemas.ts'

/** Saved views: searches under a name, with how many tickets each holds. */
export function viewRoutes(): Route[] {
  return [listRoute, createRoute, countsRoute, orderRoute, getRoute, updateRoute, deleteRoute]
}

const params = Type.Object({ id: id('view') })
const ViewList = component('ViewList', { data: Type.Array(ViewSchema) })

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/views',
  operationId: 'listViews',
  summary: 'The views of the inbox',
  description:
    'Those that are shared with you, then your own, each in its order. How many tickets they hold: `/counts`.',
  tag: 'views',
  permission: 'ticket:read',
  answers: { 200: ViewList },
  example: { answer: { data: [exampleView] } },
  async handle({ context }) {
    return { data: (await listViews(context)).map((view) => presentView(context, view)) }
  },
})

const createRoute = defineRoute({
  method: 'POST',
  url: '/v1/views',
  operationId: 'createView',
  summary: 'Save a search under a name',
  description: 'Your own, unless `sharedWith` says otherwise, which takes `view:write`.',
  tag: 'views',
  permission: 'ticket:read',
  body: component('ViewCreate', { ...viewBody, name: viewBody.name }),
  answers: { 201: ViewSchema },
  example: {
    body: { name: 'Refunds of VIPs', q: 'is:open tag:vip refund', icon: 'star', groupBy: 'due' },
    answer: { ...exampleView, slug: null, name: 'Refunds of VIPs', q: 'is:open tag:vip refund', icon: 'star' },
  },
  async handle({ context, body }) {
    const view = await createView(context, {
      name: body.name,
      q: body.q ?? '',
      icon: body.icon ?? 'star',
      sort: body.sort ?? 'due',
      columns: body.columns ?? [],
      groupBy: body.groupBy ?? null,
      sharedWith: body.sharedWith ?? 'nobody',
      teams: body.teams ?? [],
    })
    const made = presentView(context, view)
    return answer(201, made, { location: `/v1/views/${made.id}`, etag: etagOf(made.id, made.version) })
  },
})

const countsRoute = defineRoute({
  method: 'GET',
  url: '/v1/views/counts',
  operationId: 'countViews',
  summary: 'How many tickets each view holds',
  description:
    'Counting stops at 1,000: `isCapped` says that there are more. A count is at most a second old. Screens ask again ' +
    'when an event of a ticket arrives on `/v1/realtime`.',
  tag: 'views',
  permission: 'ticket:read',
  answers: {
    200: component('ViewCountList', {
      data: Type.Array(
        component('ViewCount', {
          id: id('view'),
          slug: nullable(Type.String()),
          count: Type.Integer(),
          isCapped: Type.Boolean(),
        }),
      ),
    }),
  },
  example: { answer: { data: [{ id: exampleView.id, slug: 'mine', count: 7, isCapped: false }] } },
  async handle({ context }) {
    const counted = await countViews(context)
    return {
      data: counted.map(({ view, count, isCapped }) => {
        return { id: encodeId('view', view.id), slug: view.slug, count, isCapped }
      }),
    }
  },
})

const orderRoute = defineRoute({
  method: 'PUT',
  url: '/v1/views/order',
  operationId: 'orderViews',
  summary: 'Put views into another order',
  description: 'Those named take the places they have among themselves; all others stay.',
  tag: 'views',
  permission: 'ticket:read',
  body: component('ViewOrder', { ids: Type.Array(id('view'), { minItems: 1, maxItems: 200, uniqueItems: true }) }),
  answers: { 200: ViewList },
  example: { body: { ids: [exampleView.id] }, answer: { data: [exampleView] } },
  async handle({ context, body }) {
    const views = await orderSavedViews(context, { viewIds: body.ids })
    return { data: views.map((view) => presentView(context, view)) }
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/views/:id',
  operationId: 'getView',
  summary: 'Read a view',
  tag: 'views',
  permission: 'ticket:read',
  params,
  answers: { 200: ViewSchema, 304: null },
  example: { params: { id: exampleView.id }, answer: exampleView },
  async handle({ context, params: { id: viewId }, request }) {
    return versionedAnswer(request.headers, presentView(context, found(await getView(context, { viewId }))))
  },
})

const updateRoute = defineRoute({
  method: 'PATCH',
  url: '/v1/views/:id',
  operationId: 'updateView',
  summary: 'Change a view',
  description:
    'Only what is sent changes. A shared view takes `view:write`; taking it back (`"sharedWith": "nobody"`) makes it ' +
    'yours. `"name": null` gives a view of the product its own name back. Honours `If-Match`.',
  tag: 'views',
  permission: 'ticket:read',
  params,
  body: component('ViewUpdate', {
    ...viewBody,
    name: Type.Optional(nullable(viewBody.name)),
  }),
  answers: { 200: ViewSchema },
  example: { params: { id: exampleView.id }, body: { icon: 'flag' }, answer: { ...exampleView, icon: 'flag' } },
  async handle({ context, params: { id: viewId }, body, request }) {
    const version = expectedVersion(request.headers, encodeId('view', viewId))
    const view = await updateView(context, { viewId, changes: body, expectedVersion: version })
    return versionedAnswer({}, presentView(context, found(view)))
  },
})

const deleteRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/views/:id',
  operationId: 'deleteView',
  summary: 'Delete a view',
  description: 'For everybody it is shared with; its tickets stay. A shared view takes `view:write`.',
  tag: 'views',
  permission: 'ticket:read',
  params,
  answers: { 204: null },
  example: { params: { id: exampleView.id } },
  async handle({ context, params: { id: viewId }, request }) {
    const version = expectedVersion(request.headers, encodeId('view', viewId))
    if (!(await deleteView(context, { viewId, expectedVersion: version }))) found(null)
    return answer(204)
  },
})

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is no such view.')
  return value
}
