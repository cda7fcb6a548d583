import { loseSilentAgents, recordHeartbeats } from '../modules/agents/index.ts'
import { chunk } from '../platform/chunk.ts'
import type { Context, Workspace } from '../platform/context.ts'

/** Keeps the presence of agents alive that have a socket here, and ends it for those whose sockets went silent. */
export interface AgentSigns {
  /** An agent's socket gave a sign of life, or has just been closed: from then on its 30 s run. */
  note(workspace: Workspace, agentId: string): void
  /** Writes the signs gathered since the last time, some at a time, then looks for silent agents. */
  flush(): Promise<void>
}

/** How long a workspace is looked after once its last agent's socket has gone; longer than silence is borne. */
const lookAfterMs = 90_000
/** After a beat all agents give a sign at once; while theirs are written the router cannot reserve anything of them. */
const signsAtOnce = 250

export function createAgentSigns(options: {
  contextOf: (workspace: Workspace) => Context
  onTrouble: (error: unknown) => void
}): AgentSigns {
  const workspaces = new Map<string, { workspace: Workspace; agentIds: Set<string>; notedAt: number }>()
  let isFlushing = false

  async function flushWorkspace(workspaceId: string): Promise<void> {
    const signs = workspaces.get(workspaceId)
    if (signs === undefined) return
    const agentIds = [...signs.agentIds]
    signs.agentIds.clear()
    const context = options.contextOf(signs.workspace)
    try {
      for (const some of chunk(agentIds, signsAtOnce)) await recordHeartbeats(context, { agentIds: some })
      await loseSilentAgents(context)
    } catch (error) {
      for (const agentId of agentIds) signs.agentIds.add(agentId)
      options.onTrouble(error)
    }
    if (performance.now() - signs.notedAt > lookAfterMs) workspaces.delete(workspaceId)
  }

  return {
    note: (workspace, agentId) => {
      const signs = workspaces.get(workspace.id) ?? { workspace, agentIds: new Set<string>(), notedAt: 0 }
      signs.agentIds.add(agentId)
      signs.notedAt = performance.now()
      workspaces.set(workspace.id, signs)
    },
    flush: async () => {
      if (isFlushing) return
      isFlushing = true
      try {
        for (const workspaceId of workspaces.keys()) await flushWorkspace(workspaceId)
      } finally {
        isFlushing = false
      }
    },
  }
}
