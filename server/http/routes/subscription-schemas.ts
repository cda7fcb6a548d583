import { Type } from 'typebox'
import {
  partnerEventAliases,
  partnerEventTypes,
  subscriptionAcceptances,
  ticketTypeOf,
} from '../../modules/partners/index.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'
import { handoffWords } from './handoff-schemas.ts'

const franchisee = Type.String({ minLength: 1, maxLength: 100 })

/** An event's name as callers write it: the short form means the same. */
export const eventWord = oneOf([...partnerEventTypes, ...partnerEventAliases])

/** The type of ticket behind a name that the schema has let in. */
export function typeOfWord(word: string): 'STORE' | 'GENERAL' {
  const type = ticketTypeOf(word)
  if (type === null) throw new Error(`"${word}" passed the schema and is no event of partners.`)
  return type
}

/** Where a partner acts without the token of an integration. */
export const namedPlace = {
  brand: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'Of one of your integrations: whoever calls without the token of one names it, and its region.',
    }),
  ),
  region: Type.Optional(handoffWords.region),
}

/** Which requests it is about, and how they are taken. */
export const subscriptionBody = {
  type: eventWord,
  url: Type.String({ minLength: 1, maxLength: 2_048 }),
  storeId: Type.Optional(nullable(handoffWords.storeId)),
  franchisee: Type.Optional(nullable(franchisee)),
  acceptance: Type.Optional(
    oneOf(subscriptionAcceptances, {
      description: '`receipt`: a 2xx for the event takes the ticket. `explicit`: it is taken by your word.',
    }),
  ),
  acceptWithinSeconds: Type.Optional(
    Type.Integer({ minimum: 10, maximum: 86_400, description: 'Own queues get what is not taken by then.' }),
  ),
  echoesOwn: Type.Optional(Type.Boolean({ description: 'Tell also what the subscriber has raised itself.' })),
}

export const SubscriptionSchema = component('Subscription', {
  id: id('webhook'),
  type: oneOf(partnerEventTypes),
  brand: Type.String(),
  region: Type.String(),
  storeId: nullable(Type.String()),
  franchisee: nullable(Type.String()),
  url: Type.String(),
  acceptance: oneOf(subscriptionAcceptances),
  acceptWithinSeconds: Type.Integer(),
  echoesOwn: Type.Boolean(),
  partner: Type.Object({ id: id('partner'), slug: Type.String(), name: Type.String() }),
  integrationId: nullable(id('integration')),
  status: oneOf(['active', 'degraded', 'disabled'], {
    description:
      '`degraded`: its endpoint fails; own queues get the tickets, the events wait for it. `disabled`: it is told nothing until it is saved again, and another subscriber may take its place meanwhile.',
  }),
  disabledReason: nullable(Type.String({ description: '`gone`: it answered 410. `auto`: it failed for too long.' })),
  createdAt: instant(),
  updatedAt: instant(),
  version: Type.Integer(),
})

export const exampleSubscription = {
  id: 'wh_01jqzv5k3mf8tbn2c4d6e7g9ha',
  type: 'GENERAL_SUPPORT_TICKET_EVENT',
  brand: 'burger-house',
  region: 'ES',
  storeId: null,
  franchisee: null,
  url: 'https://acme.example/tickets',
  acceptance: 'receipt',
  acceptWithinSeconds: 900,
  echoesOwn: false,
  partner: { id: 'partner_01jqzv5k3mf8tbn2c4d6e7g9ha', slug: 'acme', name: 'Acme' },
  integrationId: null,
  status: 'active',
  disabledReason: null,
  createdAt: '2026-11-20T09:00:00.000Z',
  updatedAt: '2026-11-20T09:00:00.000Z',
  version: 1,
} as const
