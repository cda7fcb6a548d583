import type { TicketViewer, ViewerSign } from '../modules/collaboration/index.ts'

/** Who looks at which ticket, as far as was said; who is not named again in time is there no more. */
export interface ViewerBook {
  /** Notes a sign; true when it changes who is there, or what they write. */
  note(sign: ViewerSign, until: number): boolean
  /** Everybody at a ticket once, whatever screens they have; who writes on one of them is writing. By name. */
  at(ticketId: string): TicketViewer[]
  /** Forgets those whose time is over; gives the tickets they were at. */
  expire(now: number): string[]
}

interface Entry {
  readonly viewer: TicketViewer
  readonly until: number
}

export function createViewerBook(): ViewerBook {
  const tickets = new Map<string, Map<string, Entry>>()

  function drop(ticketId: string, screenId: string): boolean {
    const screens = tickets.get(ticketId)
    const isGone = screens?.delete(screenId) === true
    if (screens?.size === 0) tickets.delete(ticketId)
    return isGone
  }

  return {
    note: ({ ticketId, screenId, viewer }, until) => {
      if (viewer === null) return drop(ticketId, screenId)
      const screens = tickets.get(ticketId) ?? new Map<string, Entry>()
      const known = screens.get(screenId)?.viewer
      screens.set(screenId, { viewer, until })
      tickets.set(ticketId, screens)
      return known?.writing !== viewer.writing
    },
    at: (ticketId) => {
      const people = new Map<string, TicketViewer>()
      for (const { viewer } of tickets.get(ticketId)?.values() ?? []) {
        const known = people.get(viewer.id)
        if (known === undefined || known.writing === null) people.set(viewer.id, viewer)
      }
      return [...people.values()].toSorted(
        (one, other) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1),
      )
    },
    expire: (now) => {
      const left = [...tickets].flatMap(([ticketId, screens]) =>
        [...screens].flatMap(([screenId, { until }]) => (until <= now ? [{ ticketId, screenId }] : [])),
      )
      for (const { ticketId, screenId } of left) drop(ticketId, screenId)
      return [...new Set(left.map(({ ticketId }) => ticketId))]
    },
  }
}
