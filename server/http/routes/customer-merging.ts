import { Type } from 'typebox'
import {
  mergeCustomers,
  type MergePreview,
  mergeRefusals,
  previewMerge,
  unmergeCustomer,
} from '../../modules/customer-records/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, nullable, oneOf } from '../schemas.ts'
import { CustomerSchema, exampleCustomer, presentCustomer } from './customer-schemas.ts'

/** Customers that turn out to be one. */
export function customerMergingRoutes(): Route[] {
  return [previewRoute, mergeRoute, unmergeRoute]
}

const params = Type.Object({ id: id('customer') })
const otherId = 'cust_01jqzv5k3mf8tbn2c4d6e7g9hb'
const exampleSource = {
  ...exampleCustomer,
  id: otherId,
  externalId: 'web-visitor-9',
  externalIds: ['web-visitor-9'],
  name: null,
  tier: null,
}

const PreviewSchema = component('CustomerMergePreview', {
  source: CustomerSchema,
  target: CustomerSchema,
  refusal: nullable(oneOf(mergeRefusals, { description: 'Why it would be refused; null = it would not.' })),
  moves: Type.Object({
    tickets: Type.Integer(),
    openTickets: Type.Integer(),
    calls: Type.Integer(),
    cases: Type.Integer(),
    orders: Type.Integer(),
    tokens: Type.Integer(),
    contacts: CustomerSchema.properties.contacts,
    externalIds: Type.Array(Type.String()),
  }),
  shared: Type.Array(Type.String(), { description: 'What both have in common: `name`, `email`, `phone`.' }),
  filled: Type.Array(Type.String(), { description: 'Details the target lacks and takes from the source.' }),
  conflicts: Type.Array(Type.Object({ field: Type.String(), kept: Type.String(), dropped: Type.String() }), {
    description: 'Details they differ in: the target’s is kept, the source keeps its own for the case of undoing.',
  }),
})

function present(preview: MergePreview) {
  const { source, target, refusal, moves, shared, filled, conflicts } = preview
  return {
    source: presentCustomer(source),
    target: presentCustomer(target),
    refusal,
    moves: {
      ...moves,
      contacts: presentCustomer(source).contacts.filter((one) => has(moves.contacts, one)),
      externalIds: [...moves.externalIds],
    },
    shared: [...shared],
    filled: [...filled],
    conflicts: conflicts.map((conflict) => ({ ...conflict })),
  }
}

function has(contacts: MergePreview['moves']['contacts'], wanted: { kind: string; value: string }): boolean {
  return contacts.some(({ kind, value }) => kind === wanted.kind && value === wanted.value)
}

const previewRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id/merge',
  operationId: 'previewCustomerMerge',
  summary: 'See what merging a customer into another would do',
  description: 'Changes nothing. Send the versions it shows with the merge, and it is done only to what was seen.',
  tag: 'customers',
  permission: 'customer:merge',
  params,
  query: Type.Object({ into: id('customer', { description: 'The customer it would go on as.' }) }),
  answers: { 200: PreviewSchema },
  example: {
    params: { id: otherId },
    query: { into: exampleCustomer.id },
    answer: {
      source: exampleSource,
      target: exampleCustomer,
      refusal: null,
      moves: {
        tickets: 2,
        openTickets: 1,
        calls: 0,
        cases: 0,
        orders: 1,
        tokens: 0,
        contacts: [],
        externalIds: ['web-visitor-9'],
      },
      shared: ['email'],
      filled: [],
      conflicts: [],
    },
  },
  async handle({ context, params: { id: sourceId }, query }) {
    const preview = await previewMerge(context, { sourceId, targetId: query.into })
    if (preview === null) throw new AppError('not_found', 'There is no such customer.')
    return present(preview)
  },
})

const mergeRoute = defineRoute({
  method: 'POST',
  url: '/v1/customers/:id/merge',
  operationId: 'mergeCustomer',
  summary: 'Merge two customers',
  description:
    'With `into` this one goes on as the other; with `from` the other goes on as this one. Tickets with what was said, ' +
    'orders, calls, tokens, contacts and external ids follow in one transaction, and requests under the old ids land on ' +
    'the one that goes on. Its own details win; what it lacks is filled in. Answers the one that goes on. Refused with 409 ' +
    'and the reason for itself, one that is merged already, and one that was erased. To be undone for 30 days.',
  tag: 'customers',
  permission: 'customer:merge',
  params,
  body: component('CustomerMerge', {
    into: Type.Optional(id('customer', { description: 'Whom this one goes on as.' })),
    from: Type.Optional(id('customer', { description: 'Who goes on as this one.' })),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
    otherVersion: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The version of the other one that was seen; `If-Match` is for this one.',
      }),
    ),
  }),
  answers: { 200: CustomerSchema },
  example: { params: { id: otherId }, body: { into: exampleCustomer.id }, answer: exampleCustomer },
  async handle({ context, params: { id: customerId }, body, request }) {
    const { into, from, reason = null, otherVersion = null } = body
    const other = into ?? from
    if (other === undefined || (into !== undefined && from !== undefined))
      throw refuseField('/into', 'one_of', 'Say either `into` or `from`.')
    const version = expectedVersion(request.headers, encodeId('customer', customerId))
    const customer = await mergeCustomers(
      context,
      into === undefined
        ? { sourceId: other, targetId: customerId, sourceVersion: otherVersion, targetVersion: version, reason }
        : { sourceId: customerId, targetId: other, sourceVersion: version, targetVersion: otherVersion, reason },
    )
    if (customer === null) throw new AppError('not_found', 'There is no such customer.')
    return versionedAnswer({}, presentCustomer(customer))
  },
})

const unmergeRoute = defineRoute({
  method: 'POST',
  url: '/v1/customers/:id/unmerge',
  operationId: 'unmergeCustomer',
  summary: 'Undo the merge of a customer',
  description:
    'Within 30 days. What followed it comes back; what came to the other one since stays there. Refused with 409 when the ' +
    'other one was merged itself since.',
  tag: 'customers',
  permission: 'customer:merge',
  params,
  answers: { 200: CustomerSchema },
  example: { params: { id: otherId }, answer: exampleSource },
  async handle({ context, params: { id: customerId } }) {
    const customer = await unmergeCustomer(context, { customerId })
    if (customer === null) throw new AppError('not_found', 'There is no such customer.')
    return versionedAnswer({}, presentCustomer(customer))
  },
})
