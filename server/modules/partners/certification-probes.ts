import type { CertificationProbe } from '../../core/handoff/index.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import type { ProbeToSend } from './certification.ts'
import type { Choice } from './handoff.ts'
import { partnerEventBody } from './partner-event-body.ts'
import type { SubscriptionScope } from './subscription.ts'

/** What the events of a rehearsal tell of. */
export interface Rehearsal extends SubscriptionScope {
  readonly at: number
  readonly choice: Choice
  /** Where an event says that more is to be read: the rehearsal itself. */
  readonly callbackUrl: string
}

const atOnce = 10
const orderAgeMs = 600_000

/**
 * The events of a rehearsal in their order: as real ones, but that `source` is CERTIFICATION and no ticket is behind
 * them.
 */
export function planProbes(rehearsal: Rehearsal): ProbeToSend[] {
  const ticket = () => encodeId('ticket', newId())
  const bodyOf = (more: Partial<Told> = {}) => bodyOfEvent(rehearsal, { ticketId: ticket(), ...more })
  const event = (probe: CertificationProbe, body = bodyOf(), eventId = newId()): ProbeToSend => ({
    probe,
    eventId,
    body,
  })
  const signed = event('signed')
  const whole = bodyOf()
  const resumed = event('resumed', whole)
  const ticketId = ticket()
  const unknown = { ...rehearsal.choice, subcategoryId: `unknown-${newId()}`, subcategory: 'Unknown' }
  return [
    signed,
    event('forged'),
    { ...signed, probe: 'repeated' },
    { ...resumed, probe: 'broken', body: whole.slice(0, Math.floor(whole.length / 2)) },
    resumed,
    event('later', bodyOf({ ticketId, ageMs: 0, comments: 'As it is by now.' })),
    event('earlier', bodyOf({ ticketId, ageMs: 60_000, comments: 'As it was a minute before.' })),
    event('unknown', bodyOf({ choice: unknown })),
    ...Array.from({ length: atOnce }, () => event('burst')),
  ]
}

interface Told {
  readonly ticketId: string
  readonly ageMs?: number
  readonly comments?: string
  readonly choice?: Choice
}

function bodyOfEvent(rehearsal: Rehearsal, { ticketId, ageMs = 0, comments, choice }: Told): string {
  const { brand, region, type, storeId, callbackUrl, at } = rehearsal
  const eventTime = new Date(at - ageMs).toISOString()
  const placedAt = new Date(at - orderAgeMs).toISOString()
  const order = { id: `CERT-${newId()}`, placedAt, serviceMode: 'DELIVERY', status: 'DONE' }
  return partnerEventBody({
    brand,
    region,
    eventTime,
    callbackUrl,
    data: {
      id: ticketId,
      type,
      choice: choice ?? rehearsal.choice,
      comments: comments ?? 'A rehearsal: there is no guest.',
      source: 'CERTIFICATION',
      storeId,
      order: type === 'STORE' ? order : null,
      customer: { name: 'Certification', email: 'certification@example.com' },
      submittedAt: eventTime,
    },
  })
}
