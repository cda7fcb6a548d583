import { encodeId } from '../../platform/ids.ts'

/** What happened, as a callback tells it (api.md, Outgoing webhooks). */
export interface CallbackChange {
  readonly event:
    | 'ticket.created'
    | 'ticket.classified'
    | 'ticket.assigned'
    | 'ticket.status_changed'
    | 'ticket.replied'
    | 'ticket.escalated'
    | 'ticket.solved'
    | 'ticket.closed'
    | 'ticket.reopened'
    | 'ticket.merged'
    | 'ticket.unmerged'
  readonly from: string | null
  readonly to: string | null
  readonly by: { readonly kind: string; readonly id: string }
}

export interface CallbackInput {
  readonly workspaceId: string
  readonly ticketId: string
  readonly sequence: number
  readonly at: number
  /** The ticket as the API writes it, as JSON. */
  readonly ticketJson: string
  readonly change: CallbackChange
}

/** The body of one `callbackUrl` delivery; what a caller wrote comes after the ticket's number. */
export function callbackBody(input: CallbackInput): string {
  const at = new Date(input.at).toISOString()
  const head = JSON.stringify({
    type: 'ticket.updated',
    timestamp: at,
    workspaceId: encodeId('workspace', input.workspaceId),
    ticketId: encodeId('ticket', input.ticketId),
    sequence: input.sequence,
  })
  // The ticket is the same in every delivery of one change, so it is written once and put in as text.
  return `${head.slice(0, -1)},"data":{"ticket":${input.ticketJson},"change":${JSON.stringify({ ...input.change, at })}}}`
}
