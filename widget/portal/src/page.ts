import type { Colours } from '../../src/channel.ts'

/** What the page was served with; everything in it is public. */
export interface PageFacts {
  readonly workspace: { readonly slug: string; readonly name: string }
  /** The workspace's colours, made readable in either theme by the server; null = the product's own. */
  readonly colours: Colours | null
}

export function readPage(): PageFacts {
  return JSON.parse(document.getElementById('portal')?.textContent ?? '') as PageFacts
}

/** Where the address leads: to a request, or through the link of a mail. */
export type Place = { readonly kind: 'home' } | { readonly kind: 'ticket' | 'link'; readonly value: string }

/** Reads what stands behind the `#`; anything unknown is the list. */
export function readPlace(hash: string): Place {
  const [, link] = /^#link=([\w-]+)$/.exec(hash) ?? []
  if (link !== undefined) return { kind: 'link', value: link }
  const [, ticket] = /^#\/(ticket_\w+)$/.exec(hash) ?? []
  return ticket === undefined ? { kind: 'home' } : { kind: 'ticket', value: ticket }
}

export const addressOf = (ticketId: string) => `#/${ticketId}`
