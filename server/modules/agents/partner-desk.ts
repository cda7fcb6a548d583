import type { Context, Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { appendEvents } from '../events/index.ts'
import { findPartnerDesk, insertPartnerDesk } from './partner-desk-store.ts'
import { insertLoad } from './load-store.ts'
import { changePresence } from './presence-store.ts'
import { appendPresenceEvents } from './presence-event.ts'

/** More than any partner is handed at once: whether it takes one is its own to say. */
const deskUnits = 1_000_000_000

/**
 * The agent that stands for a partner with its hand-offs, made when first asked for; the caller holds the partner's row,
 * so there is one. It belongs to no queue, takes no channel, and is always there.
 */
export async function requirePartnerDesk(
  tx: Tx,
  context: Context,
  partner: { readonly id: string; readonly name: string },
): Promise<string> {
  const present = await findPartnerDesk(tx, context.workspace.id, partner.id)
  if (present !== null) return present
  const agentId = newId()
  const at = context.now()
  await insertPartnerDesk(tx, context.workspace.id, { agentId, partnerId: partner.id, name: partner.name })
  await insertLoad(tx, context.workspace.id, { agentId, capacityUnits: deskUnits, at })
  const subject = { kind: 'agent', id: agentId, seq: 1 } as const
  await appendEvents(tx, context, [
    { type: 'agent.created', subject, ticketId: null, data: { version: 1, loadVersion: 1 } },
  ])
  const wanted = {
    agentId,
    state: 'available',
    reason: null,
    source: 'api',
    at,
    until: null,
    keepOffers: true,
  } as const
  const change = await changePresence(tx, context.workspace.id, wanted)
  if (change !== null) await appendPresenceEvents(tx, context, [change], 'api')
  return agentId
}
