import type { RoutePermission } from '../../../server/http/route.ts'
import type { Permission } from '../../../server/modules/access/index.ts'

/**
 * What becomes of a caller who is known here: refused with this status; let `in`; or answered with nothing (`void`): the
 * answer is a good one, shows none of the place's things and changes nothing.
 */
export type Outcome = 'in' | 'void' | 403 | 404

export interface AccessRow {
  readonly permission: RoutePermission
  /** Permissions without which the call is refused: without all of one of these sets. */
  readonly lacking: readonly (readonly Permission[])[]
  /** Limited to a channel, to a queue; a customer and a partner who own nothing here; an agent, an auditor, an admin. */
  readonly channel: Outcome
  readonly queue: Outcome
  readonly customer: Outcome
  readonly partner: Outcome
  readonly agent: Outcome
  readonly auditor: Outcome
  readonly admin: Outcome
  /** What an address names that is not there: 404, unless the address is a list (200) or makes what it names (null). */
  readonly absent: 404 | 200 | null
}

type Columns = 'channel' | 'queue' | 'customer' | 'partner' | 'agent' | 'auditor'

/** `columns` are the outcomes in the order channel, queue, customer, partner, agent, auditor. */
export function row(permission: RoutePermission, columns: string, more: Partial<AccessRow> = {}): AccessRow {
  const [channel, queue, customer, partner, agent, auditor] = columns.split(/ +/).map(readOutcome)
  const read = { channel, queue, customer, partner, agent, auditor } as Pick<AccessRow, Columns>
  const lacking = permission === 'public' || permission === 'signed-in' ? [] : [[permission]]
  return { permission, lacking, ...read, admin: 'in', absent: 404, ...more }
}

function readOutcome(text: string): Outcome {
  if (text === 'in' || text === 'void') return text
  if (text === '403') return 403
  if (text === '404') return 404
  throw new Error(`"${text}" is no outcome.`)
}
