import type { Context } from '../../platform/context.ts'
import type { Memory } from '../../platform/memory.ts'
import { can } from '../access/index.ts'
import { onNodeWords, sayToNodes } from '../events/index.ts'
import { findTicket, placeOf, type Visibility } from '../tickets/index.ts'

/** Somebody who has a ticket before them, on one of their screens. Of this moment only: nothing of it is stored. */
export interface ViewerSign {
  readonly ticketId: string
  /** The screen: somebody may have two. */
  readonly screenId: string
  /** Null = it shows the ticket no more. */
  readonly viewer: TicketViewer | null
}

export interface TicketViewer {
  readonly kind: 'member' | 'token'
  readonly id: string
  readonly name: string
  /** The house of the viewer; null = staff. */
  readonly partnerId: string | null
  /** What they are writing; null = nothing. */
  readonly writing: Visibility | null
}

const topic = 'viewer'
const longestName = 80

/** Calls back with who looks at which ticket, in whatever process; gives the way to stop. */
export function onViewerSigns(memory: Memory, listener: (sign: ViewerSign) => void): () => void {
  return onNodeWords(memory, (word) => {
    if (word.topic !== topic) return
    const [ticketId, screenId, viewer] = JSON.parse(word.text) as [string, string, TicketViewer | null]
    listener({ ticketId, screenId, viewer })
  })
}

/** Tells every process who looks at a ticket, or that a screen shows it no more. */
export function sayViewerSign(memory: Memory, { ticketId, screenId, viewer }: ViewerSign): void {
  sayToNodes(memory, { topic, text: JSON.stringify([ticketId, screenId, viewer]) })
}

/** Who a caller is to the others at a ticket; null for who may not see it, and for customers, whom they do not know here. */
export async function viewerOf(context: Context, { ticketId }: { ticketId: string }): Promise<TicketViewer | null> {
  const { principal } = context
  if (principal.kind !== 'member' && principal.kind !== 'token') return null
  const ticket = await context.read((tx) => findTicket(tx, context.workspace.id, ticketId))
  if (ticket === null || !can(principal, 'ticket:read', placeOf(ticket))) return null
  const { kind, id, name, partnerId } = principal
  return { kind, id, name: name.slice(0, longestName), partnerId, writing: null }
}
