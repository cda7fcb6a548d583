import type { Workspace } from '../platform/context.ts'
import type { Connection } from './connection.ts'
import type { WorkspaceStream } from './workspace-stream.ts'

/** The streams of the workspaces that have a socket here, opened with the first and dropped with the last. */
export interface WorkspaceStreams {
  join(connection: Connection, after: number | null): Promise<void>
  leave(connection: Connection): void
  /** The feed has passed an event of a workspace. */
  advance(workspaceId: string, seq: number): void
}

export function createWorkspaceStreams(open: (workspace: Workspace) => WorkspaceStream): WorkspaceStreams {
  const streams = new Map<string, WorkspaceStream>()
  return {
    join: (connection, after) => {
      const { workspace } = connection.visitor
      const stream = streams.get(workspace.id) ?? open(workspace)
      streams.set(workspace.id, stream)
      return stream.join(connection, after)
    },
    leave: (connection) => {
      const { workspace } = connection.visitor
      const stream = streams.get(workspace.id)
      stream?.leave(connection)
      if (stream?.isEmpty() === true) streams.delete(workspace.id)
    },
    advance: (workspaceId, seq) => streams.get(workspaceId)?.advance(seq),
  }
}
