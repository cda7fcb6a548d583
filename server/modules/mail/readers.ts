import type { NoticeKind } from '../../core/mail/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { can, partnerOf, rightsOfMember } from '../access/index.ts'
import type { PlacedEvent } from '../events/index.ts'
import { placeOf } from '../tickets/index.ts'
import { findReaders, type Reader, type TicketOfMail } from './facts-view.ts'
import type { Audience } from './mail-rules.ts'

/** What is told, and where. */
export interface Told {
  readonly context: Context
  readonly workflow: WorkflowSnapshot
  readonly event: PlacedEvent
}

interface Asked {
  readonly audience: Audience
  /** What it is about: teams and roles are told of it only as far as they may see it. */
  readonly ticket?: TicketOfMail
}

/** Those of an audience who want to be told by mail. */
export async function readersOf(tx: Tx, told: Told, asked: Asked & { readonly kind: NoticeKind }): Promise<Reader[]> {
  const found = await audienceOf(tx, told, asked)
  return found.filter(({ kindsOff }) => !kindsOff.includes(asked.kind))
}

/**
 * An audience without whoever did it. A team of which nobody can be told is stood in for by managers, and where there are
 * none by administrators: what somebody is to know does not get lost.
 */
export async function audienceOf(tx: Tx, { context, event }: Told, { audience, ticket }: Asked): Promise<Reader[]> {
  const standIns = (audience.teams ?? []).length > 0 ? [['manager'], ['admin']] : []
  for (const one of [audience, ...standIns.map((roles) => ({ roles }))]) {
    const found = await findAudience(tx, context, { audience: one, ...(ticket !== undefined && { ticket }) })
    if (found.length > 0) return found.filter(({ memberId, agentId }) => ![memberId, agentId].includes(event.actor.id))
  }
  return []
}

async function findAudience(tx: Tx, context: Context, { audience, ticket }: Asked): Promise<Reader[]> {
  const { agentIds = [], teams = [], roles = [] } = audience
  if (agentIds.length + teams.length + roles.length === 0) return []
  const readers = await findReaders(tx, context.workspace.id, { agentIds, teams, roles })
  if (ticket === undefined || agentIds.length > 0) return readers
  return readers.filter((reader) => maySee(reader, ticket))
}

/** Whether somebody sees a ticket in the console; an agent who is no member works on what agents work on. */
function maySee({ role, memberId, agentId, partnerId }: Reader, ticket: TicketOfMail): boolean {
  const as = role ?? 'agent'
  const id = memberId ?? agentId ?? ''
  const person = { kind: 'member', id, name: '', agentId, partnerId: partnerOf({ role: as, partnerId, id }) } as const
  const rights = rightsOfMember({ role: as, markets: null, franchisees: null })
  return can({ ...person, ...rights }, 'ticket:read', placeOf(ticket))
}
