import { Type } from 'typebox'
import {
  certificationChecks,
  certificationProbes,
  certificationStates,
  partnerEventTypes,
} from '../../modules/partners/index.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'

export const certificationState = oneOf(certificationStates, {
  description:
    '`unproven`: nothing failed, and not all was shown. `stopped`: its webhook ended or moved meanwhile. Only `passed` is a certificate.',
})

const exchange = {
  probe: oneOf(certificationProbes),
  startedAt: instant(),
  durationMs: Type.Integer(),
  status: nullable(Type.Integer()),
  errorClass: nullable(Type.String()),
  externalId: nullable(Type.String()),
  response: nullable(Type.String({ description: 'The beginning of the answer.' })),
}

const fields = {
  id: id('certification'),
  state: certificationState,
  type: oneOf(partnerEventTypes),
  brand: Type.String(),
  region: Type.String(),
  storeId: nullable(Type.String()),
  franchisee: nullable(Type.String()),
  partner: Type.Object({ id: id('partner'), slug: Type.String(), name: Type.String() }),
  webhookId: id('webhook'),
  url: Type.String(),
  current: Type.Boolean({ description: 'Whether events go to that address by now.' }),
  checks: nullable(
    Type.Array(
      Type.Object({
        check: oneOf(certificationChecks),
        verdict: oneOf(['passed', 'failed', 'unproven']),
        text: Type.String({ description: 'What was seen, in words.' }),
      }),
      { description: 'Null until it has ended.' },
    ),
  ),
  exchanges: Type.Array(Type.Object(exchange)),
  createdAt: instant(),
  endedAt: nullable(instant()),
}

/** A rehearsal of a partner's endpoint and what was found. */
export const CertificationSchema = component('Certification', fields)

/** The same with each event as it was sent. */
export const CertificationDetailSchema = component('CertificationDetail', {
  ...fields,
  exchanges: Type.Array(
    Type.Object({
      ...exchange,
      eventId: nullable(id('event', { description: 'The `webhook-id` it was sent with.' })),
      request: nullable(Type.String({ description: 'The text that was sent.' })),
    }),
  ),
})

export const exampleCertification = {
  id: 'cert_01jqzv5k3mf8tbn2c4d6e7g9ha',
  state: 'running',
  type: 'GENERAL_SUPPORT_TICKET_EVENT',
  brand: 'burger-house',
  region: 'ES',
  storeId: null,
  franchisee: null,
  partner: { id: 'partner_01jqzv5k3mf8tbn2c4d6e7g9ha', slug: 'acme', name: 'Acme' },
  webhookId: 'wh_01jqzv5k3mf8tbn2c4d6e7g9ha',
  url: 'https://acme.example/tickets',
  current: true,
  checks: null,
  exchanges: [],
  createdAt: '2026-11-20T09:00:00.000Z',
  endedAt: null,
} as const
