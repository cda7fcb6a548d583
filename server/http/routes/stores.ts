import { Type } from 'typebox'
import { getStore, listStores, saveStore } from '../../modules/markets/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { etagOf, expectedVersion, taggedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, listQuery, nullable, pageOf, spokenText } from '../schemas.ts'

const cursor = defineCursor('stores', Type.String())

/** Stores of brands: where orders come from, and whose franchisee they are. */
export function storeRoutes(): Route[] {
  return [listRoute, getRoute, saveRoute]
}

const params = Type.Object({
  store: Type.String({ minLength: 1, maxLength: 50, description: 'The brand’s own number, leading zeros kept.' }),
})
const fields = {
  name: spokenText(200),
  brand: Type.String({ minLength: 1, maxLength: 60 }),
  region: Type.String({ pattern: '^[A-Z]{2}$', description: 'A country code.' }),
  franchisee: nullable(Type.String({ minLength: 1, maxLength: 100 })),
  timezone: Type.String({ minLength: 1, maxLength: 60, description: 'IANA.' }),
}
const StoreSchema = component('Store', { storeId: Type.String(), ...fields, version: Type.Integer() })

const exampleStore = {
  storeId: '2301',
  name: 'Madrid Sol',
  brand: 'burger-house',
  region: 'ES',
  franchisee: 'Meseta Grill',
  timezone: 'Europe/Madrid',
  version: 1,
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/stores',
  operationId: 'listStores',
  summary: 'List stores, by number',
  tag: 'markets',
  permission: 'market:read',
  query: listQuery({
    brand: Type.Optional(Type.String()),
    region: Type.Optional(Type.String()),
    franchisee: Type.Optional(Type.String()),
  }),
  answers: { 200: pageOf('StorePage', StoreSchema) },
  example: { answer: { data: [exampleStore], page: { next: null } } },
  async handle({ context, query }) {
    const { limit = 50, brand = null, region = null, franchisee = null } = query
    const page = { brand, region, franchisee, after: cursor.read(query.after), limit: limit + 1 }
    return pageFrom(await listStores(context, page), limit, {
      next: (last) => cursor.write(last.storeId),
      item: (store) => ({ ...store }),
    })
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/stores/:store',
  operationId: 'getStore',
  summary: 'Read a store',
  tag: 'markets',
  permission: 'market:read',
  params,
  answers: { 200: StoreSchema, 304: null },
  example: { params: { store: '2301' }, answer: exampleStore },
  async handle({ context, params: { store: storeId }, request }) {
    const store = await getStore(context, { storeId })
    if (store === null) throw new AppError('not_found', 'There is no such store.')
    return taggedAnswer(request.headers, { etag: etagOf(tagName(storeId), store.version), body: store })
  },
})

const saveRoute = defineRoute({
  method: 'PUT',
  url: '/v1/stores/:store',
  operationId: 'saveStore',
  summary: 'Register a store or bring it up to date',
  tag: 'markets',
  permission: 'market:write',
  params,
  body: component('StoreSave', { ...fields, franchisee: Type.Optional(fields.franchisee) }),
  answers: { 200: StoreSchema },
  example: {
    params: { store: '2301' },
    body: {
      name: 'Madrid Sol',
      brand: 'burger-house',
      region: 'ES',
      franchisee: 'Meseta Grill',
      timezone: 'Europe/Madrid',
    },
    answer: exampleStore,
  },
  async handle({ context, params: { store: storeId }, body, request }) {
    const expected = expectedVersion(request.headers, tagName(storeId))
    const store = await saveStore(context, { ...body, storeId, franchisee: body.franchisee ?? null }, expected)
    return taggedAnswer({}, { etag: etagOf(tagName(storeId), store.version), body: store })
  },
})

/** A store's own id may hold anything; a header holds ASCII alone. */
function tagName(storeId: string): string {
  return `store-${encodeURIComponent(storeId)}`
}
