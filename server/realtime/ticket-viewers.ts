import {
  onViewerSigns,
  sayViewerSign,
  type TicketViewer,
  viewerOf,
  type ViewerSign,
} from '../modules/collaboration/index.ts'
import { type DraftSign, onDraftSigns } from '../modules/drafts/index.ts'
import type { EventFeed } from '../modules/events/index.ts'
import type { Visibility } from '../modules/tickets/index.ts'
import { encodeId, newId } from '../platform/ids.ts'
import type { Installation } from '../platform/installation.ts'
import type { Memory } from '../platform/memory.ts'
import type { Connection } from './connection.ts'
import { createViewerBook, type ViewerBook } from './viewer-book.ts'

/** How often things are said again, and how long they count; tests make it quicker. */
export interface ViewersTiming {
  /** A process says so often who looks at what through its sockets. */
  readonly renewMs: number
  /** Who was not named for this long is there no more; who has not said so for this long writes no more. */
  readonly viewerMs: number
}

/** Who of the desk has which ticket before them: each is told who else looks at it, who writes, and what became of drafts. */
export interface TicketViewers {
  /** This ticket from now on, and no other; null = none. One that its visitor may not see is none. */
  look(connection: Connection, wish: { ticketId: string | null; writing: Visibility | null }): void
  leave(connection: Connection): void
  stop(): void
}

export interface TicketViewersOptions {
  readonly installation: Installation
  /** Where something became of a ticket, it is asked again who may still see it. */
  readonly feed: EventFeed
  readonly timing: ViewersTiming
  readonly onTrouble: (error: unknown) => void
}

/** What one socket looks at. */
interface Look {
  readonly ticketId: string
  readonly screenId: string
  writing: Visibility | null
  writingUntil: number
  /** Null until it is known that its visitor may see the ticket. */
  viewer: TicketViewer | null
  /** When it was last said to the others that it looks. */
  saidAt: number
  /** What it was told last: the same is not said twice. */
  told: string
}

const mostShown = 20
/** A crowd is named bit by bit: too many words at once are not carried to other processes. */
const [ticksPerRenewal, saidPerTick] = [30, 400]
const nobody = '[]'

/** Who looks through this process, and everybody who is known to look. */
interface Places {
  readonly memory: Memory
  readonly timing: ViewersTiming
  readonly looks: Map<Connection, Look>
  /** Those who may see the ticket they look at, by ticket. */
  readonly watchers: Map<string, Set<Connection>>
  readonly book: ViewerBook
}

export function createTicketViewers({ installation, feed, timing, onTrouble }: TicketViewersOptions): TicketViewers {
  const { memory } = installation
  const places: Places = { memory, timing, looks: new Map(), watchers: new Map(), book: createViewerBook() }
  const { looks, watchers } = places

  async function admit(connection: Connection, look: Look): Promise<void> {
    const { workspace, principal } = connection.visitor
    const context = installation.openContext({ workspace, principal, requestId: newId() })
    const viewer = await viewerOf(context, look)
    if (looks.get(connection) !== look) return
    if (viewer === null) return leave(places, connection)
    const isNew = look.viewer === null
    look.viewer = viewer
    watchers.set(look.ticketId, (watchers.get(look.ticketId) ?? new Set<Connection>()).add(connection))
    if (!isNew) return
    say(memory, look)
    tell(places, connection, look)
  }

  function look(connection: Connection, { ticketId, writing }: Parameters<TicketViewers['look']>[1]): void {
    const writingUntil = performance.now() + timing.viewerMs
    const known = looks.get(connection)
    if (known !== undefined && known.ticketId === ticketId) {
      const isChanged = known.writing !== writing
      Object.assign(known, { writing, writingUntil })
      if (isChanged) say(memory, known)
      return
    }
    leave(places, connection)
    if (ticketId === null) return
    const fresh = { ticketId, screenId: newId(), writing, writingUntil, viewer: null, saidAt: 0, told: nobody }
    looks.set(connection, fresh)
    admit(connection, fresh).catch(onTrouble)
  }

  function recheck(ticketIds: ReadonlySet<string>): void {
    for (const ticketId of ticketIds)
      for (const connection of watchers.get(ticketId) ?? []) {
        const own = looks.get(connection)
        if (own !== undefined) admit(connection, own).catch(onTrouble)
      }
  }

  const timer = setInterval(() => renew(places), timing.renewMs / ticksPerRenewal).unref()
  const ends = [
    () => clearInterval(timer),
    onViewerSigns(memory, (sign) => hear(places, sign)),
    onDraftSigns(memory, (sign) => hearDraft(places, sign)),
    feed.subscribe((headers) => {
      if (watchers.size === 0) return
      const moved = headers.filter(({ type, subjectKind }) => subjectKind === 'ticket' && type !== 'message.added')
      recheck(new Set(moved.map(({ subjectId }) => subjectId)))
    }),
  ]
  return { look, leave: (connection) => leave(places, connection), stop: () => ends.forEach((end) => end()) }
}

function say(memory: Memory, look: Look, isGone = false): void {
  if (look.viewer === null) return
  const { ticketId, screenId, writing } = look
  look.saidAt = performance.now()
  sayViewerSign(memory, { ticketId, screenId, viewer: isGone ? null : { ...look.viewer, writing } })
}

function leave({ memory, looks, watchers }: Places, connection: Connection): void {
  const look = looks.get(connection)
  if (look === undefined) return
  looks.delete(connection)
  const own = watchers.get(look.ticketId)
  own?.delete(connection)
  if (own?.size === 0) watchers.delete(look.ticketId)
  say(memory, look, true)
}

function tell({ book }: Places, connection: Connection, own: Look): void {
  const { id, partnerId } = connection.visitor.principal
  // Houses do not look into each other's work.
  const others = book.at(own.ticketId).filter((viewer) => viewer.id !== id && viewer.partnerId === partnerId)
  const viewers = others
    .slice(0, mostShown)
    .map((viewer) => ({ id: encodeId(viewer.kind, viewer.id), name: viewer.name, writing: viewer.writing }))
  const text = JSON.stringify(viewers)
  if (text === own.told) return
  own.told = text
  connection.send({ type: 'viewers', ticketId: encodeId('ticket', own.ticketId), viewers })
}

function tellAll(places: Places, ticketId: string): void {
  for (const connection of places.watchers.get(ticketId) ?? []) {
    const own = places.looks.get(connection)
    if (own !== undefined) tell(places, connection, own)
  }
}

function hear(places: Places, sign: ViewerSign): void {
  if (places.book.note(sign, performance.now() + places.timing.viewerMs)) tellAll(places, sign.ticketId)
}

function hearDraft({ watchers }: Places, { ticketId, visibility, writerId, partnerId, revision }: DraftSign): void {
  for (const connection of watchers.get(ticketId) ?? []) {
    const { principal } = connection.visitor
    const isMine = principal.id === writerId
    // An unsent note is its writer's own.
    if (!isMine && (visibility === 'internal' || principal.partnerId !== partnerId)) continue
    connection.send({ type: 'draft', ticketId: encodeId('ticket', ticketId), visibility, isMine, revision })
  }
}

/** Names those again whose turn it is, ends the writing that was not said again, and forgets who was not named. */
function renew(places: Places): void {
  const now = performance.now()
  let said = 0
  for (const own of places.looks.values()) {
    const hasStopped = own.writing !== null && own.writingUntil <= now
    if (hasStopped) own.writing = null
    if (said >= saidPerTick || (!hasStopped && own.saidAt > now - places.timing.renewMs)) continue
    said += 1
    say(places.memory, own)
  }
  for (const ticketId of places.book.expire(now)) tellAll(places, ticketId)
}
