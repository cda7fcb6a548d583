import {
  agentsConcerned,
  countWorkspaceEvents,
  type EventFeed,
  maySeeEvent,
  type PlacedEvent,
  presentEvent,
  readWorkspaceEvents,
} from '../modules/events/index.ts'
import type { Context } from '../platform/context.ts'
import type { Connection } from './connection.ts'
import { createStirring } from './stirring.ts'
import { createStreamMembers } from './stream-members.ts'

/** Sends the events of one workspace to its sockets: each event is read and written once, whoever listens. */
export interface WorkspaceStream {
  /** Brings a socket up to date and feeds it from then on. Throws when the database fails. */
  join(connection: Connection, after: number | null): Promise<void>
  leave(connection: Connection): void
  isEmpty(): boolean
  /** The feed has passed an event of this workspace. */
  advance(seq: number): void
}

export interface WorkspaceStreamOptions {
  /** The system's context in the workspace. */
  readonly context: Context
  readonly feed: EventFeed
  readonly heartbeatMs: number
  readonly onTrouble: (error: unknown) => void
}

const rowsPerRead = 500
/** More missed events than this are not sent again. */
const longestGap = 5_000
/** Another process may have passed an event that this one is about to pass. */
const aheadMs = 2_000
const retryMs = 500

export function createWorkspaceStream(options: WorkspaceStreamOptions): WorkspaceStream {
  const { context, feed, heartbeatMs } = options
  const members = createStreamMembers()
  // Live members have got everything up to `position`; events up to `target` may be read.
  let position = feed.mark()
  let target = position
  let isPumping = false
  const stirring = createStirring(members.aboutThemselves, () => position)

  async function pump(): Promise<void> {
    if (isPumping) return
    isPumping = true
    try {
      while (position < target && !members.isEmpty()) {
        const upTo = target
        const events = await readWorkspaceEvents(context, { after: position, upTo, limit: rowsPerRead })
        for (const event of events) giveToAll(event)
        if (events.length > 0) stirring.note()
        position = events.length < rowsPerRead ? upTo : (events.at(-1)?.seq ?? upTo)
      }
    } catch (error) {
      options.onTrouble(error)
      setTimeout(() => void pump(), retryMs).unref()
    } finally {
      isPumping = false
    }
  }

  function giveToAll(event: PlacedEvent): void {
    let text: string | null = null
    for (const member of members.askedFor(event)) {
      if (!member.isLive || event.seq <= member.cursor) continue
      member.cursor = event.seq
      if (isFor(member, event)) member.sendText((text ??= eventText(event)))
    }
  }

  async function catchUp(member: Connection): Promise<void> {
    // Compared right after the last wait, and live in the same step, so nothing can be given to the others in between.
    while (member.cursor < position) {
      const upTo = feed.mark()
      const events = await readWorkspaceEvents(context, { after: member.cursor, upTo, limit: rowsPerRead })
      for (const event of events) if (isFor(member, event)) member.sendText(eventText(event))
      member.cursor = events.length < rowsPerRead ? upTo : (events.at(-1)?.seq ?? upTo)
      if (!(await member.calm())) return
    }
    member.isLive = true
  }

  return {
    isEmpty: members.isEmpty,
    leave: (member) => {
      members.remove(member)
      if (members.isEmpty()) stirring.stop()
    },
    advance: (seq) => {
      target = Math.max(target, seq)
      void pump()
    },
    join: async (member, after) => {
      members.add(member)
      const mustReload = after !== null && (await isTooFar(options, after))
      member.cursor = after === null || mustReload ? feed.mark() : after
      member.send({ type: 'hello', seq: member.cursor, heartbeatMs })
      if (mustReload) member.send({ type: 'resync', seq: member.cursor })
      await catchUp(member)
      void pump()
    },
  }
}

/** Whether more was missed than is sent again, or the number is not of this log. */
async function isTooFar({ context, feed }: WorkspaceStreamOptions, after: number): Promise<boolean> {
  if (after > feed.mark() && !(await passes(feed, after))) return true
  const oldest = await feed.oldestSeq()
  if (oldest !== null && after < oldest - 1) return true
  const range = { after, upTo: feed.mark(), atMost: longestGap + 1 }
  return (await countWorkspaceEvents(context, range)) > longestGap
}

function isFor({ aboutAgentId, visitor }: Connection, event: PlacedEvent): boolean {
  return aboutAgentId === null ? maySeeEvent(visitor.principal, event) : agentsConcerned(event).has(aboutAgentId)
}

function eventText(event: PlacedEvent): string {
  return JSON.stringify({ type: 'event', event: presentEvent(event) })
}

/** True when the feed's mark reaches `seq` soon. */
async function passes(feed: EventFeed, seq: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = feed.subscribe(() => {
    if (feed.mark() >= seq) resolve()
  })
  const timer = setTimeout(resolve, aheadMs)
  if (feed.mark() >= seq) resolve()
  await promise
  clearTimeout(timer)
  stop()
  return feed.mark() >= seq
}
