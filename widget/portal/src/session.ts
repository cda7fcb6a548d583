import { keepText, type Shelf } from '../../src/chat/kept.ts'

/** Who is signed in on this device. */
export interface Session {
  readonly token: string
  readonly email: string
}

/** What this device keeps of one workspace's portal. */
export interface PortalMemory {
  session(): Session | null
  keepSession(session: Session | null): void
  /** The request a customer wanted to see before they were signed in: asked for once. */
  takeWanted(): string | null
  keepWanted(ticketId: string): void
  draft(ticketId: string): string
  keepDraft(ticketId: string, text: string): void
}

/** Drafts are of the tab, for others may sit at this device after it; the rest is of the device. */
export function openMemory(slug: string, device: Shelf, tab: Shelf): PortalMemory {
  const name = `switchyard.portal.${slug}`
  const session = keepText(device, name)
  const wanted = keepText(device, `${name}.wanted`)
  const drafts = keepText(tab, `${name}.drafts`)
  const readDrafts = () => (parse(drafts.read()) ?? {}) as Readonly<Record<string, string>>
  return {
    session: () => {
      const found = parse(session.read()) as Partial<Session> | null
      return typeof found?.token === 'string' && typeof found.email === 'string' ? (found as Session) : null
    },
    keepSession: (signed) => {
      session.write(signed === null ? null : JSON.stringify(signed))
      if (signed === null) drafts.write(null)
    },
    takeWanted: () => {
      const ticketId = wanted.read()
      wanted.write(null)
      return ticketId
    },
    keepWanted: wanted.write,
    draft: (ticketId) => readDrafts()[ticketId] ?? '',
    keepDraft: (ticketId, text) => {
      const { [ticketId]: _before, ...others } = readDrafts()
      drafts.write(JSON.stringify(text === '' ? others : { ...others, [ticketId]: text }))
    },
  }
}

function parse(text: string | null): object | null {
  try {
    return text === null ? null : (JSON.parse(text) as object | null)
  } catch {
    return null
  }
}
