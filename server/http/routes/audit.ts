import { Type } from 'typebox'
import { faultReasons, listAudit, presentTrail, type TrailFilter, verifyAudit } from '../../modules/audit/index.ts'
import { type Actor, eventTypes, subjectKinds } from '../../modules/events/index.ts'
import { refuseField } from '../../platform/errors.ts'
import { decodeId, encodeId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { defineCursor } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'

/** The audit trail, and the check that nobody has changed it. */
export function auditRoutes(): Route[] {
  return [listRoute, verifyRoute]
}

const rowSchema = component('AuditRow', {
  seq: Type.Integer(),
  id: id('event'),
  at: instant(),
  text: Type.String({ description: 'Who, what, when and from where in one sentence.' }),
  type: Type.String(),
  actor: Type.Object({ kind: Type.String(), id: Type.String(), name: nullable(Type.String()) }),
  subject: Type.Object({ kind: Type.String(), id: Type.String() }),
  ticketId: nullable(id('ticket')),
  origin: nullable(
    component('AuditOrigin', {
      requestId: Type.String({ description: 'Finds the request in the log; `command-line` for a command.' }),
      network: nullable(Type.String({ description: '24 bits of an IPv4 address, 48 of an IPv6 one.' })),
      client: nullable(Type.String({ description: 'A digest of the `User-Agent`, to tell programs apart.' })),
      credential: nullable(Type.String({ description: 'The token or session that was used.' })),
    }),
  ),
  cause: nullable(Type.Record(Type.String(), Type.Unknown())),
  data: Type.Record(Type.String(), Type.Unknown()),
  sealed: Type.Boolean(),
})

const exampleRow = {
  seq: 4711,
  id: 'evt_01jqzv5k3mf8tbn2c4d6e7g9ha',
  at: '2026-11-20T09:00:00.000Z',
  text:
    'Ada (member_01jqzv5k3mf8tbn2c4d6e7g9ha) revoked a service token [ws_01jqzv5k3mf8tbn2c4d6e7g9ha] on 2026-11-20 at ' +
    '09:00:00 UTC, from 203.0.113.0/24.',
  type: 'token.revoked',
  actor: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Ada' },
  subject: { kind: 'workspace', id: 'ws_01jqzv5k3mf8tbn2c4d6e7g9ha' },
  ticketId: null,
  origin: {
    requestId: '019a9c3e-54a0-7c11-9d2f-0a4b7f1c2e33',
    network: '203.0.113.0/24',
    client: '5b7c0e1f9a2d',
    credential: 'sess_01jqzv5k3mf8tbn2c4d6e7g9ha',
  },
  cause: null,
  data: { tokenId: 'token_01jqzv5k3mf8tbn2c4d6e7g9ha' },
  sealed: true,
}

const actorKinds = ['member', 'agent', 'token', 'customer'] as const
const cursor = defineCursor('audit', Type.Integer({ minimum: 1 }))
const idText = (description: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 100, description, examples: [example] }))

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/audit',
  operationId: 'listAudit',
  summary: 'Read the audit trail',
  description:
    'Newest first: who changed what, when and from where. One page looks through 20,000 rows at most, so a page of a ' +
    'rare filter may be short or empty and still have a `page.next`.',
  tag: 'access',
  permission: 'audit:read',
  query: listQuery({
    actor: idText('An id of an agent, a member, a token or a customer, or `system`.', 'system'),
    type: Type.Optional(Type.String({ maxLength: 2000, description: 'Types by comma.', examples: ['token.revoked'] })),
    subject: idText(
      'An id of what was changed: a ticket, case, agent, customer, order, workspace, review or file.',
      exampleRow.subject.id,
    ),
    from: Type.Optional(instant({ description: 'From this instant on.' })),
    to: Type.Optional(instant({ description: 'Before this instant.' })),
  }),
  answers: { 200: pageOf('AuditPage', rowSchema) },
  example: { query: { type: 'token.revoked' }, answer: { data: [exampleRow], page: { next: null } } },
  async handle({ context, query }) {
    const filter: TrailFilter = {
      actor: query.actor === undefined ? null : readActor(query.actor),
      types: query.type === undefined ? null : readTypes(query.type),
      subject: query.subject === undefined ? null : readSubject(query.subject),
      from: query.from === undefined ? null : Date.parse(query.from),
      to: query.to === undefined ? null : Date.parse(query.to),
    }
    const page = { before: cursor.read(query.after), limit: query.limit ?? 50 }
    const { rows, next } = await listAudit(context, { ...filter, ...page })
    return { data: rows.map(presentTrail), page: { next: next === null ? null : cursor.write(next) } }
  },
})

const verifyRoute = defineRoute({
  method: 'GET',
  url: '/v1/audit/verify',
  operationId: 'verifyAudit',
  summary: 'Check the audit trail',
  description:
    'Recomputes the hash of every sealed row and checks every signature. `firstBad` names the first row that is not as ' +
    'it was sealed; where no single row can be told, one of `seq` to `upTo`. `switchyard audit verify` checks the same ' +
    'with a program of its own.',
  tag: 'access',
  permission: 'audit:read',
  waits: true,
  answers: {
    200: component('AuditVerdict', {
      ok: Type.Boolean(),
      rows: Type.Integer({ description: 'Sealed rows found as they were sealed, up to the first bad one.' }),
      unsealed: Type.Integer({ description: 'Events too young to be sealed.' }),
      checkpoints: Type.Integer(),
      firstBad: nullable(
        component('AuditFault', {
          seq: Type.Integer(),
          upTo: Type.Integer(),
          eventId: nullable(id('event')),
          reason: oneOf(faultReasons),
          detail: Type.String(),
        }),
      ),
    }),
  },
  example: { answer: { ok: true, rows: 4711, unsealed: 3, checkpoints: 12, firstBad: null } },
  async handle({ context, request }) {
    const verdict = await verifyAudit(context, { signal: request.signal })
    const { firstBad } = verdict
    const eventId = firstBad?.eventId ?? null
    return {
      ...verdict,
      firstBad:
        firstBad === null ? null : { ...firstBad, eventId: eventId === null ? null : encodeId('event', eventId) },
    }
  },
})

function readActor(text: string): Actor {
  if (text === 'system') return { kind: 'system', id: systemPrincipal.id }
  const found = readId(text, actorKinds)
  if (found === null) throw refuseField('actor', 'format', `"${text}" is no id of an agent, member, token or customer.`)
  return found
}

function readSubject(text: string): { kind: string; id: string } {
  const found = readId(text, subjectKinds)
  if (found === null) {
    throw refuseField('subject', 'format', `"${text}" is no id of any of: ${subjectKinds.join(', ')}.`)
  }
  return found
}

function readId<Kind extends (typeof actorKinds)[number] | (typeof subjectKinds)[number]>(
  text: string,
  kinds: readonly Kind[],
): { kind: Kind; id: string } | null {
  for (const kind of kinds) {
    const uuid = decodeId(kind, text)
    if (uuid !== null) return { kind, id: uuid }
  }
  return null
}

function readTypes(text: string): string[] {
  const known = new Set<string>(eventTypes)
  const wanted = text.split(',').map((type) => type.trim())
  const unknown = wanted.filter((type) => !known.has(type))
  if (unknown.length === 0) return wanted
  throw refuseField('type', 'not_allowed', `Not a type: ${unknown.join(', ')}. See /v1/events/types.`)
}
