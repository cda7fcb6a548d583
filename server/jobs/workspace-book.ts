import { listEveryWorkspace } from '../modules/access/index.ts'
import type { Context, Workspace } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import type { Installation } from '../platform/installation.ts'
import { systemPrincipal } from '../platform/principal.ts'

/** Opens contexts for the product's own work, in any workspace. */
export interface WorkspaceBook {
  /** A context of the system's own; null when there is no such workspace. */
  contextOf(workspaceId: string): Promise<Context | null>
  /** One for every workspace, the oldest first. */
  everyContext(): Promise<Context[]>
}

/** How long a change of a workspace (its name, its rehearsal time) may go unnoticed. */
const freshMs = 1_000

/** Keeps the list of workspaces for a moment, so that a busy loop does not read it at every turn. */
export function createWorkspaceBook(installation: Installation): WorkspaceBook {
  let known = new Map<string, Workspace>()
  let readAt = Number.NEGATIVE_INFINITY

  async function read(): Promise<void> {
    const startedAt = performance.now()
    const found = await listEveryWorkspace(installation)
    known = new Map(found.map((workspace) => [workspace.id, workspace]))
    readAt = startedAt
  }
  const open = (workspace: Workspace) =>
    installation.openContext({ workspace, principal: systemPrincipal, requestId: newId() })

  return {
    contextOf: async (workspaceId) => {
      if (performance.now() - readAt > freshMs || !known.has(workspaceId)) await read()
      const workspace = known.get(workspaceId)
      return workspace === undefined ? null : open(workspace)
    },
    everyContext: async () => {
      await read()
      return [...known.values()].map(open)
    },
  }
}
