import { normaliseContact } from '../customers/index.ts'
import { actorOf } from '../events/index.ts'
import { newId } from '../../platform/ids.ts'
import type { Batch } from './intake-store.ts'
import { keptHead, locationOf, originText } from './rows-of.ts'
import type { Written } from './write-decided.ts'

/** Puts the rows of decided requests together, each with its place (1, 2, 3 ...) in the batch. */
export function assembleBatch(decided: readonly Written[]): Batch {
  const placed = decided.map((one, index) => ({ ...one, place: index + 1 }))
  const newcomers = placed.filter((one) => one.isNewCustomer)
  const [first] = decided
  const ofEach = <T extends object>(pick: (one: Written) => readonly T[]) =>
    // The rows were made for this batch alone, and a copy of each would cost more than all else here.
    placed.flatMap((one) => pick(one).map((row) => Object.assign(row, { place: one.place })))
  return {
    version: first?.prepared.ticket.workflowVersion ?? 0,
    count: decided.length,
    now: first?.prepared.at ?? 0,
    customerPlaces: newcomers.map((one) => one.place),
    rows: {
      answers: placed.map(({ rows, place }) => ({ place, ...rows.answer })),
      new_keys: placed.flatMap(keyRow),
      fresh: placed.map(({ entry, place }) => ({
        place,
        principal_id: entry.context.principal.id,
        route: entry.key?.route ?? '',
        key: entry.key?.key ?? null,
      })),
      held_customers: knownOf(placed),
      new_customers: newcomers.map(customerRow),
      new_contacts: newcomers.flatMap(contactRows),
      new_tickets: ofEach((one) => [one.rows.ticket]),
      new_messages: ofEach((one) => (one.rows.message === null ? [] : [one.rows.message])),
      new_tasks: ofEach((one) => [one.rows.task]),
      new_calls: ofEach((one) => (one.rows.call === null ? [] : [one.rows.call.row])),
      new_clocks: ofEach((one) => one.rows.clocks),
      new_timers: ofEach((one) => (one.rows.timer === null ? [] : [one.rows.timer])),
      new_events: [...ofEach((one) => one.rows.events), ...newcomers.map(customerEvent)],
      new_deliveries: ofEach((one) => one.rows.deliveries),
    },
  }
}

type Placed = Written & { readonly place: number }

function keyRow({ entry, rows, place }: Placed): object[] {
  if (entry.key === null) return []
  const { key, route, fingerprint } = entry.key
  const head = keptHead(locationOf(rows))
  return [
    {
      place,
      principal_id: entry.context.principal.id,
      route,
      key,
      fingerprint,
      status: 201,
      head,
      body: rows.call?.answer ?? null,
    },
  ]
}

/** The customers that are there already, each once. */
function knownOf(placed: readonly Placed[]): object[] {
  const fresh = new Set(placed.filter((one) => one.isNewCustomer).map(({ customer }) => customer.id))
  const known = new Set(placed.map(({ customer }) => customer.id).filter((id) => !fresh.has(id)))
  return [...known].map((id) => ({ id }))
}

function customerRow({ customer, entry, place }: Placed): object {
  const { id, externalId, name, language, tier, attributes } = customer
  return {
    place,
    id,
    external_id: externalId,
    name,
    language,
    tier,
    timezone: entry.request.customer?.timezone ?? null,
    attributes: JSON.stringify(attributes),
  }
}

function contactRows({ customer, entry }: Placed): object[] {
  return (['email', 'phone'] as const).flatMap((kind) => {
    const value = entry.request.customer?.[kind]
    return value === undefined || value === null
      ? []
      : [{ customer_id: customer.id, kind, value: normaliseContact(kind, value) }]
  })
}

function customerEvent({ customer, entry, place }: Placed): object {
  return {
    place,
    id: newId(),
    ticket_id: null,
    subject_kind: 'customer',
    subject_id: customer.id,
    subject_seq: 1,
    type: 'customer.created',
    actor: JSON.stringify(actorOf(entry.context.principal)),
    cause: null,
    data: '{}',
    origin: originText(entry.context),
  }
}
