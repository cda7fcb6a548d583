import { encodeId } from '../../platform/ids.ts'
import { presentEvent, type PublicEvent } from '../events/index.ts'
import { phrases } from './phrases.ts'
import type { TrailRow } from './trail-view.ts'

/** A change as the API writes it: who, what, when, from where. */
export interface PublicTrailRow extends Omit<PublicEvent, 'actor'> {
  /** One sentence for people. */
  readonly text: string
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string | null }
  readonly origin: {
    readonly requestId: string
    readonly network: string | null
    readonly client: string | null
    readonly credential: string | null
  } | null
  readonly sealed: boolean
}

export function presentTrail(row: TrailRow): PublicTrailRow {
  const event = presentEvent(row)
  const { origin, actorName } = row
  return {
    ...event,
    text: textOf(row, event),
    actor: { ...event.actor, name: actorName },
    origin: origin === null ? null : { network: null, client: null, credential: null, ...origin },
    sealed: row.isSealed,
  }
}

function textOf(row: TrailRow, { actor, subject, at }: PublicEvent): string {
  const named = row.actorName === null ? actor.id : `${row.actorName} (${actor.id})`
  const who = actor.kind === 'system' ? 'Switchyard' : actor.kind === 'customer' ? `Customer ${actor.id}` : named
  const about = row.ticketId === null || subject.kind === 'ticket' ? subject.id : encodeId('ticket', row.ticketId)
  const where = row.origin === null ? 'by itself' : (fromWhere[row.origin.requestId] ?? networkText(row.origin.network))
  return `${who} ${deedOf(row)} [${about}] on ${at.slice(0, 10)} at ${at.slice(11, 19)} UTC, ${where}.`
}

/** What was done, with what it changed: of codes what they were and are. */
function deedOf({ type, data }: TrailRow): string {
  const { changed, values } = data
  if (!Array.isArray(changed) || changed.length === 0) return `${phrases[type]}${moveOf(data)}`
  const coded = Array.isArray(values) ? (values as ChangedValue[]) : []
  const words = changed.map(String).map((name) => {
    const value = coded.find((one) => one.name === name)
    return value === undefined ? name : `${name} from ${value.from ?? 'nothing'} to ${value.to ?? 'nothing'}`
  })
  return `${phrases[type]} (${words.join(', ')})`
}

/** From what to what it went, where the event says so: statuses, levels, roles. */
function moveOf({ from, to, previous, role }: TrailRow['data']): string {
  const [before, after] = previous === undefined ? [from, to] : [previous, role]
  if (!isCode(before) || !isCode(after)) return ''
  return ` (from ${before ?? 'nothing'} to ${after ?? 'nothing'})`
}

function isCode(value: unknown): value is string | number | null {
  return value === null || typeof value === 'string' || typeof value === 'number'
}

interface ChangedValue {
  readonly name: string
  readonly from: string | null
  readonly to: string | null
}

const fromWhere: Readonly<Record<string, string>> = { 'command-line': 'on the command line' }

function networkText(network: string | undefined): string {
  return network === undefined ? 'from an unknown network' : `from ${network}`
}
