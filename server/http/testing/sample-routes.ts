import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer, rawAnswer } from '../answer.ts'
import { expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'

const Label = component('Label', { text: Type.String(), color: nullable(Type.String()) })

const Parcel = component('Parcel', {
  id: id('ticket'),
  version: Type.Integer(),
  weight: Type.Integer(),
  size: oneOf(['small', 'large']),
  label: nullable(Label),
})

const NewParcel = component('NewParcel', {
  weight: Type.Integer({ minimum: 1 }),
  size: Type.Optional(oneOf(['small', 'large'])),
  ticketId: Type.Optional(id('ticket')),
  notes: Type.Optional(Type.Array(Type.Object({ text: Type.String() }))),
})

const parcelId = encodeId('ticket', '0190f5b2-0000-7000-8000-000000000001')
const parcel = { id: parcelId, version: 7, weight: 3, size: 'small' as const, label: { text: 'fragile', color: null } }

const createParcel = defineRoute({
  method: 'POST',
  url: '/v1/parcels',
  aliases: ['/v1/parcel/create'],
  operationId: 'createParcel',
  summary: 'Take a parcel in',
  tag: 'parcels',
  permission: 'ticket:write',
  idempotency: 'none',
  body: NewParcel,
  answers: { 201: Type.Object({ received: NewParcel }) },
  example: { body: { weight: 3 }, answer: { received: { weight: 3 } } },
  handle: ({ body, reply }) => {
    reply.header('location', `/v1/parcels/${parcelId}`)
    return { received: body }
  },
})

const listParcels = defineRoute({
  method: 'GET',
  url: '/v1/parcels',
  operationId: 'listParcels',
  summary: 'List parcels',
  tag: 'parcels',
  permission: 'ticket:read',
  query: listQuery({
    heavy: Type.Optional(Type.Boolean()),
    size: Type.Optional(Type.Array(oneOf(['small', 'large']))),
  }),
  answers: { 200: pageOf('ParcelPage', Parcel) },
  example: { query: { heavy: 'true' }, answer: { data: [], page: { next: null } } },
  handle: ({ query }) => ({ data: [parcel], page: { next: JSON.stringify(query) } }),
})

const readParcel = defineRoute({
  method: 'GET',
  url: '/v1/parcels/:id',
  operationId: 'readParcel',
  summary: 'Read a parcel',
  tag: 'parcels',
  permission: 'ticket:read',
  params: Type.Object({ id: id('ticket') }),
  answers: { 200: Parcel, 304: null },
  example: { params: { id: parcelId }, answer: parcel },
  handle: ({ params, request }) =>
    versionedAnswer(request.headers, {
      ...parcel,
      id: encodeId('ticket', params.id),
      secret: 'not in the schema',
    } as never),
})

const changeParcel = defineRoute({
  method: 'PATCH',
  url: '/v1/parcels/:id',
  operationId: 'changeParcel',
  summary: 'Change a parcel',
  tag: 'parcels',
  permission: 'ticket:write',
  params: Type.Object({ id: id('ticket') }),
  body: Type.Object({ weight: Type.Optional(Type.Integer()) }),
  answers: { 200: Parcel },
  example: { params: { id: parcelId }, body: { weight: 4 }, answer: parcel },
  handle: ({ params, request, body }) => {
    const expected = expectedVersion(request.headers, encodeId('ticket', params.id))
    if (expected !== null && expected !== parcel.version) throw new AppError('version_mismatch', 'It has changed.')
    return { ...parcel, weight: body.weight ?? parcel.weight }
  },
})

const releaseParcel = defineRoute({
  method: 'POST',
  url: '/v1/parcels/:id/release',
  operationId: 'releaseParcel',
  summary: 'Let a parcel go',
  tag: 'parcels',
  permission: 'offer:act',
  idempotency: 'none',
  load: 'accept',
  params: Type.Object({ id: id('ticket') }),
  answers: { 204: null },
  example: { params: { id: parcelId } },
  handle: () => answer(204),
})

const failParcel = defineRoute({
  method: 'GET',
  url: '/v1/failing/:how',
  operationId: 'failParcel',
  summary: 'Fail in a way',
  tag: 'parcels',
  permission: 'signed-in',
  load: 'report',
  params: Type.Object({ how: Type.String() }),
  answers: { 200: Parcel },
  example: { params: { how: 'conflict' } },
  handle: ({ params }) => {
    if (params.how === 'conflict') throw new AppError('conflict', 'Somebody was faster.', { lostTo: 'bo', status: 999 })
    if (params.how === 'database') throw Object.assign(new Error('terminating connection'), { code: '57P01' })
    throw new Error('select secret_column from hidden_table')
  },
})

const widgetSession = defineRoute({
  method: 'POST',
  url: '/v1/open-door',
  operationId: 'openDoor',
  summary: 'Anybody may',
  tag: 'doors',
  permission: 'public',
  bringsWork: true,
  body: Type.Object({ name: Type.String() }),
  answers: { 200: Type.Object({ who: Type.String(), hasContext: Type.Boolean() }) },
  example: { body: { name: 'ann' }, answer: { who: 'ann', hasContext: false } },
  handle: ({ body, context }) => ({ who: body.name, hasContext: context !== null }),
})

const signIn = defineRoute({
  method: 'POST',
  url: '/v1/sign-in-here',
  operationId: 'signInHere',
  summary: 'Sign in from our own pages',
  tag: 'doors',
  permission: 'public',
  sameOrigin: true,
  answers: { 204: null },
  example: {},
  handle: () => answer(204, undefined, { 'set-cookie': 'switchyard=abc' }),
})

const uploadFile = defineRoute({
  method: 'PUT',
  url: '/v1/file-contents',
  operationId: 'uploadContents',
  summary: 'Send bytes',
  tag: 'files',
  permission: 'ticket:write',
  rawMedia: ['application/octet-stream'],
  bodyLimit: 3_000_000,
  answers: { 200: Type.Object({ size: Type.Integer() }) },
  example: {},
  handle: ({ request }) => ({ size: request.rawBody.length }),
})

const takeForm = defineRoute({
  method: 'POST',
  url: '/v1/forms',
  operationId: 'takeForm',
  summary: 'Takes a form in as it arrives',
  tag: 'files',
  permission: 'ticket:write',
  idempotency: 'none',
  rawMedia: ['multipart/form-data'],
  upload: {
    async take(_context, form) {
      let size = 0
      await form.file(async ({ bytes }) => {
        for await (const chunk of bytes) size += (chunk as Buffer).length
      })
      return { upload: size, print: Buffer.alloc(0), drop: async () => {} }
    },
  },
  answers: { 200: Type.Object({ size: Type.Integer() }) },
  example: {},
  handle: ({ upload }) => ({ size: Number(upload) }),
})

const exportFile = defineRoute({
  method: 'GET',
  url: '/v1/large-export',
  operationId: 'exportLarge',
  summary: 'A large text',
  tag: 'files',
  permission: 'public',
  load: 'report',
  query: Type.Object({ form: Type.Optional(oneOf(['text', 'stream'])) }),
  alsoAnswers: ['text/csv'],
  answers: { 200: Type.Object({ rows: Type.Array(Type.String()) }) },
  example: {},
  handle: ({ query }) =>
    rawAnswer('text/csv', query.form === 'stream' ? Readable.from(['a;', 'b']) : 'x'.repeat(32 * 1024 * 1024)),
})

const becknStatus = defineRoute({
  method: 'POST',
  url: '/support-sample',
  operationId: 'supportSample',
  summary: 'Refuses in a form of its own',
  tag: 'support',
  permission: 'ticket:write',
  idempotency: 'none',
  body: Type.Object({ ref_id: Type.String() }),
  answers: { 200: Type.Object({ ok: Type.Boolean() }) },
  example: { body: { ref_id: '1' }, answer: { ok: true } },
  shapeProblem: (problem) => ({ status: problem.status, body: { error: { code: '30010', message: problem.detail } } }),
  handle: () => ({ ok: true }),
})

/** One route for each habit of the convention, over parcels that are not stored anywhere. */
export const sampleRoutes: readonly Route[] = [
  createParcel,
  listParcels,
  readParcel,
  changeParcel,
  releaseParcel,
  failParcel,
  widgetSession,
  signIn,
  uploadFile,
  takeForm,
  exportFile,
  becknStatus,
]

export const sampleParcelId = parcelId
