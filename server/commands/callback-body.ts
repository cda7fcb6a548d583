/** The members of a callback's body that a person looks at (api.md, Outgoing webhooks). */
export interface CallbackBody {
  readonly ticketId: string
  readonly sequence: number
  readonly data: {
    readonly ticket: { readonly number: number; readonly status: string }
    readonly change: { readonly event: string; readonly from: string | null; readonly to: string | null }
  }
}

/** Reads the body of a callback; null for something else. */
export function readCallbackBody(text: string): CallbackBody | null {
  try {
    const body = JSON.parse(text)
    return typeof body?.sequence === 'number' && typeof body?.data?.change?.event === 'string' ? body : null
  } catch {
    return null
  }
}

/** The members of what a subscription is told that a person looks at. */
export interface EventBody {
  readonly type: string
  readonly sequence: number
  readonly ticketId: string | null
}

/** Reads what a subscription is told; null for something else. */
export function readEventBody(text: string): EventBody | null {
  try {
    const body = JSON.parse(text)
    return typeof body?.type === 'string' && typeof body?.sequence === 'number' ? body : null
  } catch {
    return null
  }
}

/** `#3 ticket.assigned  ticket_01…` */
export function describeEvent({ type, sequence, ticketId }: EventBody): string {
  return `#${sequence} ${type}${ticketId === null ? '' : `  ${ticketId}`}`
}

/** `#3 ticket.assigned  classified → assigned  (ticket 10001)` */
export function describeCallback({ sequence, data: { change, ticket } }: CallbackBody): string {
  const way = change.from === change.to ? '' : `  ${change.from ?? '·'} → ${change.to ?? '·'}`
  return `#${sequence} ${change.event}${way}  (ticket ${ticket.number})`
}
