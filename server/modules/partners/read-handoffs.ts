import type { Context, Tx } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { findLastMessages, type Message, type Visibility } from '../tickets/index.ts'
import { requireIntegration } from './act-for-integration.ts'
import { findHandoffs, findPartnerHandoff, type HandoffPage, type ShownHandoff } from './handoff-view.ts'

/** The hand-off log: what became of each submission in the caller's markets, the newest first. */
export async function listHandoffs(
  context: Context,
  page: Omit<HandoffPage, 'partnerId' | 'role' | 'markets' | 'franchisees'>,
): Promise<ShownHandoff[]> {
  requirePermission(context, 'market:read', { partnerId: null })
  const { markets = null, franchisees = null } = context.principal.scope
  const limits = {
    partnerId: null,
    role: null,
    markets: markets === null ? null : [...markets],
    franchisees: franchisees === null ? null : [...franchisees],
  }
  return context.read((tx) => findHandoffs(tx, context.workspace.id, { ...page, ...limits }))
}

/** What a partner was handed and what it raised, the newest first. */
export async function listPartnerTickets(
  context: Context,
  page: Pick<HandoffPage, 'role' | 'type' | 'storeId' | 'before' | 'limit'>,
): Promise<ShownHandoff[]> {
  requirePermission(context, 'partner:act')
  const { partnerId } = context.principal
  if (partnerId === null) return []
  const all = { outcome: null, markets: null, franchisees: null }
  return context.read(async (tx) => {
    const place = await ownPlace(tx, context)
    return findHandoffs(tx, context.workspace.id, { ...all, ...page, ...place, partnerId })
  })
}

/** A token of an integration sees what is of its brand and region; null = all of the partner's. */
export async function ownPlace(tx: Tx, context: Context): Promise<{ brand: string | null; region: string | null }> {
  if (context.principal.integrationId === undefined) return { brand: null, region: null }
  const { brand, region } = await requireIntegration(tx, context)
  return { brand, region }
}

/** A hand-off that the calling partner has part in, or null. */
export async function findOwnHandoff(tx: Tx, context: Context, ticketId: string): Promise<ShownHandoff | null> {
  const { partnerId } = context.principal
  if (partnerId === null) return null
  const handoff = await findPartnerHandoff(tx, context.workspace.id, { ticketId, partnerId })
  const { brand, region } = await ownPlace(tx, context)
  const isThere = handoff !== null && (brand ?? handoff.brand) === handoff.brand
  return isThere && (region ?? handoff.region) === handoff.region ? handoff : null
}

/** A ticket as a partner sees it, with what is said on it to partners and to the customer. */
export interface PartnerTicket {
  readonly handoff: ShownHandoff
  readonly messages: readonly Message[]
  readonly role: 'receiver' | 'raiser'
}

/** The last of them are shown. */
const messagesAtMost = 200

/** One ticket that this partner was handed or has raised; null for any other. */
export async function getPartnerTicket(
  context: Context,
  { ticketId }: { ticketId: string },
): Promise<PartnerTicket | null> {
  requirePermission(context, 'partner:act')
  return context.read(async (tx) => {
    const handoff = await findOwnHandoff(tx, context, ticketId)
    if (handoff === null) return null
    const role = roleOf(context, handoff)
    const visibilities = readableBy(role, handoff)
    const readable = { ticketIds: [ticketId], each: messagesAtMost, customerIds: null, visibilities }
    const messages = visibilities.length === 0 ? [] : await findLastMessages(tx, context.workspace.id, readable)
    return { handoff, messages, role }
  })
}

/** What of a ticket's words the calling partner may read; nothing where it has no part in it. */
export async function readableOfHandoff(tx: Tx, context: Context, ticketId: string): Promise<readonly Visibility[]> {
  if (!can(context.principal, 'partner:act')) return []
  const handoff = await findOwnHandoff(tx, context, ticketId)
  return handoff === null ? [] : readableBy(roleOf(context, handoff), handoff)
}

/** What the calling partner is to a hand-off: told of it, or only the one who raised it. */
export function roleOf({ principal }: Context, { partnerId }: ShownHandoff): PartnerTicket['role'] {
  return partnerId === principal.partnerId ? 'receiver' : 'raiser'
}

/**
 * What is said is for who has it in hand or is asked to; who raised it reads what its customer reads, and what passes
 * between it and staff while no other partner is told.
 */
function readableBy(role: PartnerTicket['role'], { state, partnerId }: ShownHandoff): Visibility[] {
  if (role === 'raiser') return partnerId === null ? ['public', 'partner'] : ['public']
  return state === 'offered' || state === 'accepted' || state === 'done' ? ['public', 'partner'] : []
}
