import { agentsConcerned, type PlacedEvent } from '../modules/events/index.ts'
import type { Connection } from './connection.ts'

/** The sockets of one workspace, by what they asked for. */
export interface StreamMembers {
  add(member: Connection): void
  remove(member: Connection): void
  isEmpty(): boolean
  /** Those that asked only for what is about themselves. */
  aboutThemselves(): readonly Connection[]
  /** Those that asked for events like this one; whether they may see it is another question. */
  askedFor(event: PlacedEvent): Iterable<Connection>
}

/** Of the thousands that ask only for what is about themselves, an event concerns a few: those are looked up. */
export function createStreamMembers(): StreamMembers {
  const ofAll = new Set<Connection>()
  const byAgent = new Map<string, Set<Connection>>()
  return {
    add: (member) => {
      const { aboutAgentId } = member
      if (aboutAgentId === null) ofAll.add(member)
      else byAgent.set(aboutAgentId, (byAgent.get(aboutAgentId) ?? new Set<Connection>()).add(member))
    },
    remove: (member) => {
      const { aboutAgentId } = member
      if (aboutAgentId === null) return void ofAll.delete(member)
      const own = byAgent.get(aboutAgentId)
      own?.delete(member)
      if (own?.size === 0) byAgent.delete(aboutAgentId)
    },
    isEmpty: () => ofAll.size + byAgent.size === 0,
    aboutThemselves: () => [...byAgent.values()].flatMap((own) => [...own]),
    *askedFor(event) {
      yield* ofAll
      if (byAgent.size === 0) return
      for (const agentId of agentsConcerned(event)) yield* byAgent.get(agentId) ?? []
    },
  }
}
