import type { EventHeader } from '../events/index.ts'

/** What the events heard since the last look told of; the rows themselves are read anew. */
export interface HeardChanges {
  readonly ticketIds: readonly string[]
  /** Agents whose description changed. */
  readonly agentIds: readonly string[]
  /** Agents whose presence or room changed. */
  readonly presenceIds: readonly string[]
  readonly isWorkflowNew: boolean
  /** When the first of these events was heard, by `performance.now()`; null when there was none. */
  readonly heardAt: number | null
}

/** Collects what changed while the router is busy. */
export interface ShardAgenda {
  /** Takes note of events; true when there is something to do. */
  hear(headers: readonly EventHeader[]): boolean
  /** Asks for rows that turned out to be older than the database's. */
  ask(rows: { ticketId?: string; agentId?: string }): void
  /** Events the router wrote itself and knows the outcome of: they are not heard. */
  ignore(eventIds: readonly string[]): void
  take(): HeardChanges
  isEmpty(): boolean
  /** The number of the last event heard. */
  sequence(): number
}

/** Own events that never came back (their transaction failed) are forgotten beyond so many. */
const mostIgnored = 20_000

/** Begins after the event with this number. */
export function createShardAgenda(start: number): ShardAgenda {
  const ticketIds = new Set<string>()
  const agentIds = new Set<string>()
  const presenceIds = new Set<string>()
  const ignored = new Set<string>()
  let isWorkflowNew = false
  let heardAt: number | null = null
  let sequence = start
  const isEmpty = () => ticketIds.size + agentIds.size + presenceIds.size === 0 && !isWorkflowNew

  function note({ id, type, subjectId }: EventHeader): void {
    if (ignored.delete(id) || type === 'task.unroutable' || type === 'task.exhausted') return
    if (type.startsWith('task.') || type.startsWith('offer.')) ticketIds.add(subjectId)
    else if (type === 'agent.presence_changed') presenceIds.add(subjectId)
    else if (type.startsWith('agent.')) agentIds.add(subjectId)
    else if (type === 'workflow.published') isWorkflowNew = true
  }

  return {
    hear: (headers) => {
      for (const header of headers) note(header)
      sequence = Math.max(sequence, headers.at(-1)?.seq ?? 0)
      if (isEmpty()) return false
      heardAt ??= performance.now()
      return true
    },
    ask: ({ ticketId, agentId }) => {
      if (ticketId !== undefined) ticketIds.add(ticketId)
      if (agentId !== undefined) presenceIds.add(agentId)
    },
    ignore: (eventIds) => {
      if (ignored.size > mostIgnored) ignored.clear()
      for (const id of eventIds) ignored.add(id)
    },
    take: () => {
      const heard = {
        ticketIds: [...ticketIds],
        agentIds: [...agentIds],
        presenceIds: [...presenceIds],
        isWorkflowNew,
        heardAt,
      }
      ticketIds.clear()
      agentIds.clear()
      presenceIds.clear()
      isWorkflowNew = false
      heardAt = null
      return heard
    },
    isEmpty,
    sequence: () => sequence,
  }
}
