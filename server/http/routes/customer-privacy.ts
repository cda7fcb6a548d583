import { Readable } from 'node:stream'
import { Type } from 'typebox'
import {
  eraseCustomer,
  erasureReasons,
  exportCustomer,
  getReceipt,
  listExportReceipts,
  listReceipts,
  presentReceipt,
} from '../../modules/customer-records/index.ts'
import { AppError } from '../../platform/errors.ts'
import { rawAnswer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, oneOf, pageOf } from '../schemas.ts'
import { exampleCustomer } from './customer-schemas.ts'

/** A copy of everything about a customer, its end, and the receipts of both. */
export function customerPrivacyRoutes(): Route[] {
  return [exportRoute, exportsRoute, eraseRoute, receiptRoute, receiptsRoute]
}

const params = Type.Object({ id: id('customer') })
const cursor = defineCursor('erasures', Type.Object({ at: instant(), id: Type.String() }))

const exportsCursor = defineCursor('exports', Type.String())

const ExportReceiptSchema = component('ExportReceipt', {
  kind: Type.Literal('customer-export'),
  workspaceId: id('workspace'),
  customerId: id('customer'),
  customerIds: Type.Array(id('customer')),
  exportedAt: instant(),
  exportedBy: Type.Object({ kind: Type.String(), id: Type.String() }),
  counts: Type.Record(Type.String(), Type.Integer()),
  contentHash: Type.String({ description: 'SHA-256 of the document up to the comma before this member.' }),
  hash: Type.String({ description: 'SHA-256 of the receipt without its last three members, by RFC 8785.' }),
  keyNumber: Type.Integer({ description: 'Which audit key of the workspace signed it.' }),
  signature: Type.String({ description: 'Ed25519 of the same text, base64.' }),
})

const exampleExport = {
  kind: 'customer-export',
  workspaceId: 'ws_01jqzv5k3mf8tbn2c4d6e7g9ha',
  customerId: exampleCustomer.id,
  customerIds: [exampleCustomer.id],
  exportedAt: '2026-11-21T09:00:00.000Z',
  exportedBy: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha' },
  counts: { orders: 0, tickets: 1, messages: 0 },
  contentHash: '0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c6d0f1f0e4a7f4a1c8a2d4e6f',
  hash: '6d0f1f0e4a7f4a1c8a2d4e6f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c',
  keyNumber: 1,
  signature: 'bm90IGEgcmVhbCBvbmU=',
} as const

const exportRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id/export',
  operationId: 'exportCustomer',
  summary: 'Take a copy of everything about a customer',
  description:
    'One JSON document, sent while it is read: profile, contacts, ids, orders, merges, tickets with every message that was ' +
    'said to them, call, case, and the hosts that were told of them. Its last member is a signed receipt, with the ' +
    'SHA-256 of all that stands before it. The trail says who took it. For grants that are not limited to a part.',
  tag: 'customers',
  permission: 'customer:export',
  params,
  load: 'report',
  answers: {
    200: component('CustomerCopy', {
      format: Type.String({ examples: ['switchyard.customer/1'] }),
      exportedAt: instant(),
      customer: Type.Unknown(),
      orders: Type.Array(Type.Unknown()),
      merges: Type.Array(Type.Unknown()),
      tokens: Type.Array(Type.Unknown()),
      tickets: Type.Array(Type.Unknown()),
      receipt: ExportReceiptSchema,
    }),
  },
  example: {
    params: { id: exampleCustomer.id },
    answer: {
      format: 'switchyard.customer/1',
      exportedAt: '2026-11-21T09:00:00.000Z',
      customer: exampleCustomer,
      orders: [],
      merges: [],
      tokens: [],
      tickets: [{ number: 10001, issueSummary: 'The lobby cannot be joined.', messages: [], calls: [], cases: [] }],
      receipt: exampleExport,
    },
  },
  async handle({ context, params: { id: customerId } }) {
    const parts = await exportCustomer(context, { customerId })
    if (parts === null) throw new AppError('not_found', 'There is no such customer.')
    const name = `customer-${customerId}.json`
    return rawAnswer('application/json; charset=utf-8', Readable.from(parts, { objectMode: false }), {
      'content-disposition': `attachment; filename="${name}"`,
    })
  },
})

const exportsRoute = defineRoute({
  method: 'GET',
  url: '/v1/exports',
  operationId: 'listExports',
  summary: 'List the receipts of copies that were given out, the latest first',
  description:
    'The receipt that each copy ends with, of all customers or of one and those merged into it. A copy that broke off before its ' +
    'end has none; the trail tells of it (`customer.exported`). For grants that are not limited to a part.',
  tag: 'customers',
  permission: 'audit:read',
  query: listQuery({ customerId: Type.Optional(id('customer')) }),
  answers: { 200: pageOf('ExportPage', ExportReceiptSchema) },
  example: { answer: { data: [exampleExport], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const before = exportsCursor.read(query.after)
    const receipts = await listExportReceipts(context, {
      customerId: query.customerId ?? null,
      before,
      limit: limit + 1,
    })
    return pageFrom(receipts, limit, {
      next: ({ id: last }) => exportsCursor.write(last),
      item: ({ receipt }) => receipt,
    })
  },
})

const ReceiptSchema = component('ErasureReceipt', {
  kind: Type.Literal('customer-erasure'),
  workspaceId: id('workspace'),
  customerId: id('customer'),
  customerIds: Type.Array(id('customer'), { description: 'Every row that was this customer, further ids among them.' }),
  reason: oneOf(erasureReasons),
  erasedAt: instant(),
  erasedBy: Type.Object({ kind: Type.String(), id: Type.String() }),
  counts: Type.Record(Type.String(), Type.Integer(), { description: 'Rows changed or removed, by table.' }),
  kept: Type.Record(Type.String(), Type.Integer(), { description: 'What stays without saying who it was, counted.' }),
  hash: Type.String({ description: 'SHA-256 of the receipt without its last three members, as RFC 8785 writes it.' }),
  keyNumber: Type.Integer({ description: 'Which audit key of the workspace signed it.' }),
  signature: Type.String({ description: 'Ed25519 of the same text, base64.' }),
})

const exampleReceipt = {
  kind: 'customer-erasure',
  workspaceId: 'ws_01jqzv5k3mf8tbn2c4d6e7g9ha',
  customerId: exampleCustomer.id,
  customerIds: [exampleCustomer.id],
  reason: 'requested',
  erasedAt: '2026-11-21T09:00:00.000Z',
  erasedBy: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha' },
  counts: { customers: 1, customer_contacts: 1, tickets: 2, messages: 9 },
  kept: { events: 31, figures: 2, caseLinks: 0, callRefs: 0 },
  hash: '6d0f1f0e4a7f4a1c8a2d4e6f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c',
  keyNumber: 1,
  signature: 'bm90IGEgcmVhbCBvbmU=',
} as const

const eraseRoute = defineRoute({
  method: 'POST',
  url: '/v1/customers/:id/erase',
  operationId: 'eraseCustomer',
  summary: 'Erase a customer',
  description:
    'Nothing it wrote, was called or was told is left in any table; instants, codes and figures stay, and the audit trail ' +
    'goes on to verify. It cannot be undone. Answers a signed receipt, the same one when asked again. Refused with 409 and ' +
    'the reason while a call lives (`live_call`), a case is under review (`open_case`), or tickets are open ' +
    '(`open_tickets`) unless `closeOpen` is set. For grants that are not limited to a part.',
  tag: 'customers',
  permission: 'customer:erase',
  params,
  body: component('CustomerErase', {
    reason: Type.Optional(oneOf(erasureReasons, { default: 'requested' })),
    closeOpen: Type.Optional(
      Type.Boolean({ default: false, description: 'Closes open tickets and cancels their work.' }),
    ),
  }),
  answers: { 200: ReceiptSchema },
  example: { params: { id: exampleCustomer.id }, body: { closeOpen: true }, answer: exampleReceipt },
  async handle({ context, params: { id: customerId }, body: { reason = 'requested', closeOpen = false } }) {
    const receipt = await eraseCustomer(context, { customerId, reason, closeOpen })
    if (receipt === null) throw new AppError('not_found', 'There is no such customer.')
    return presentReceipt(receipt)
  },
})

const receiptRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id/erasure',
  operationId: 'getErasure',
  summary: 'Read the receipt of a customer’s erasure',
  tag: 'customers',
  permission: 'customer:read',
  params,
  answers: { 200: ReceiptSchema },
  example: { params: { id: exampleCustomer.id }, answer: exampleReceipt },
  async handle({ context, params: { id: customerId } }) {
    const receipt = await getReceipt(context, { customerId })
    if (receipt === null) throw new AppError('not_found', 'This customer was not erased.')
    return presentReceipt(receipt)
  },
})

const receiptsRoute = defineRoute({
  method: 'GET',
  url: '/v1/erasures',
  operationId: 'listErasures',
  summary: 'List the receipts of erasures, the latest first',
  description: 'What a backup restored from before must be held against: `switchyard erasures apply` does so.',
  tag: 'customers',
  permission: 'audit:read',
  query: listQuery({}),
  answers: { 200: pageOf('ErasurePage', ReceiptSchema) },
  example: { answer: { data: [exampleReceipt], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const receipts = await listReceipts(context, { before: cursor.read(query.after), limit: limit + 1 })
    return pageFrom(receipts, limit, {
      next: ({ receipt, customerId }) => cursor.write({ at: receipt.erasedAt, id: customerId }),
      item: ({ receipt }) => presentReceipt(receipt),
    })
  },
})
