import { createAgentSigns } from './agent-signs.ts'
import type { Connection } from './connection.ts'
import { standingOf } from './credential.ts'
import { endRevoked } from './end-revoked.ts'
import { forEachConnection, pingAll } from './tell-all.ts'
import type { Installation } from '../platform/installation.ts'
import type { Context, Workspace } from '../platform/context.ts'

/** How often things happen; tests make it quicker. */
export interface RoundsTiming {
  readonly heartbeatMs: number
  readonly pingMs: number
  /** Credentials are asked for again, and signs of life are written, this often: within 5 s (reliability.md S3). */
  readonly recheckMs: number
}

/** What is done for all sockets again and again. */
export interface Rounds {
  /** A socket gave a sign of life, or has just gone. */
  note(connection: Connection): void
  /** Asks at once whether the sockets of a workspace may stay. */
  recheck(workspaceId: string): void
  /** Ends the rounds; settles when the last signs are written. */
  stop(): Promise<void>
}

export interface RoundsOptions {
  readonly installation: Installation
  readonly connections: ReadonlySet<Connection>
  readonly timing: RoundsTiming
  readonly contextOf: (workspace: Workspace) => Context
  readonly onTrouble: (job: string, error: unknown) => void
}

/** An agent whose page's own timers sleep in the background still answers pings. */
const agentQuietMs = 10_000

export function startRounds(options: RoundsOptions): Rounds {
  const { installation, connections, timing, contextOf, onTrouble } = options
  const signs = createAgentSigns({ contextOf, onTrouble: (error) => onTrouble('realtime.signs', error) })
  const recheck = endRevoked({
    connections,
    standingOf: (credentials) => standingOf(installation, credentials),
    onTrouble: (error) => onTrouble('realtime.recheck', error),
  })

  function keepAgents(): void {
    const quietSince = performance.now() - agentQuietMs
    void forEachConnection(connections, (connection) => {
      if (connection.visitor.principal.agentId !== null && connection.lastSeenAt < quietSince) connection.ping()
    })
    void signs.flush()
  }

  function beat(): void {
    const text = JSON.stringify({ type: 'beat', at: new Date(installation.now()).toISOString() })
    void forEachConnection(connections, (connection) => connection.sendText(text))
  }

  const timers = [
    setInterval(() => void recheck(null), timing.recheckMs).unref(),
    setInterval(keepAgents, timing.recheckMs).unref(),
    setInterval(beat, timing.heartbeatMs).unref(),
    setInterval(() => void pingAll(connections, timing.pingMs), timing.pingMs).unref(),
  ]
  return {
    note: (connection) => {
      connection.lastSeenAt = performance.now()
      const { workspace, principal } = connection.visitor
      if (principal.agentId !== null) signs.note(workspace, principal.agentId)
    },
    recheck: (workspaceId) => void recheck(workspaceId),
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await signs.flush()
    },
  }
}
