import { Type } from 'typebox'
import { email, id, instant, nullable, oneOf, phone } from '../schemas.ts'

const brand = Type.String({ minLength: 1, maxLength: 60 })
const region = Type.String({ pattern: '^[A-Z]{2}$', description: 'A country code.' })
const marketId = Type.String({ minLength: 1, maxLength: 60, description: 'An id of the market’s document.' })

/** Words that several of these surfaces share. */
export const handoffWords = {
  brand,
  region,
  marketId,
  storeId: Type.String({ minLength: 1, maxLength: 50 }),
  comments: Type.String({ maxLength: 10_000 }),
  source: Type.String({ minLength: 1, maxLength: 50, description: 'From where the guest asked: `APP`, `WEB`...' }),
  customer: Type.Object({
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    email: Type.Optional(email()),
    phone: Type.Optional(phone()),
  }),
}

const ticketType = oneOf(['STORE', 'GENERAL'])

/** What became of a submission, and why. */
export const decisionFields = {
  outcome: oneOf(['forwarded', 'internal', 'no_subscriber', 'own_submission']),
  configuredType: ticketType,
  resolvedType: ticketType,
  reason: nullable(
    oneOf(['no_order', 'late', 'no_store_subscriber'], { description: 'Why a configured STORE became GENERAL.' }),
  ),
  explanation: Type.Array(Type.Object({ code: Type.String(), text: Type.String() })),
}

export const exampleDecision = {
  outcome: 'forwarded',
  configuredType: 'STORE',
  resolvedType: 'GENERAL',
  reason: 'late',
  explanation: [
    { code: 'late', text: 'late by 60 min -> GENERAL' },
    { code: 'forwarded', text: 'Forwarded to Acme, subscribed for the region' },
  ],
} as const

const orderTold = Type.Object({
  id: Type.String(),
  placedAt: nullable(instant()),
  serviceMode: nullable(Type.String()),
  status: nullable(Type.String()),
})

/** As it is known: its numbers are kept without what was between the digits. */
const toldCustomer = Type.Object({
  id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
})

/** The members of `data` in partners' events, which their own reading of a ticket shows too. */
export const partnerTicketFields = {
  id: id('ticket'),
  type: ticketType,
  category: Type.String(),
  categoryId: Type.String(),
  subcategory: Type.String(),
  subcategoryId: Type.String(),
  knowledgeForceIssueId: nullable(Type.String({ description: 'Text: leading zeros are kept.' })),
  comments: Type.String(),
  source: Type.String(),
  storeId: nullable(Type.String()),
  order: nullable(orderTold),
  customer: nullable(toldCustomer),
  submittedAt: instant(),
}

export const exampleTicketId = 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha'

export const exampleTold = {
  id: exampleTicketId,
  type: 'GENERAL',
  category: 'Problema con mi pedido',
  categoryId: 'order-problem',
  subcategory: 'Falta un producto',
  subcategoryId: 'missing-item',
  knowledgeForceIssueId: '0201',
  comments: 'The fries are missing.',
  source: 'APP',
  storeId: null,
  order: null,
  customer: { name: 'Guest', email: 'guest@example.com' },
  submittedAt: '2026-11-20T09:00:00.000Z',
} as const
