import { closeCodes, type Connection } from './connection.ts'
import type { Credential } from './credential.ts'

/** How many credentials are asked for at the same time. */
const atOnce = 8

/**
 * Closes the sockets whose session or token has ended: of one workspace, or of all when it is null (reliability.md S3).
 * Each credential is asked for once however many sockets it has; one that cannot be asked for now keeps its sockets.
 */
export function endRevoked(options: {
  connections: ReadonlySet<Pick<Connection, 'visitor' | 'close'>>
  isStanding: (credential: Credential) => Promise<boolean>
  onTrouble: (error: unknown) => void
}): (workspaceId: string | null) => Promise<void> {
  const running = new Set<string | null>()

  async function check(group: readonly Pick<Connection, 'visitor' | 'close'>[]): Promise<void> {
    const [first] = group
    if (first === undefined || (await options.isStanding(first.visitor.credential))) return
    for (const connection of group) connection.close(closeCodes.refused, 'session_ended')
  }

  return async (workspaceId) => {
    if (running.has(workspaceId)) return
    running.add(workspaceId)
    const concerned = [...options.connections].filter(
      ({ visitor }) => workspaceId === null || visitor.workspace.id === workspaceId,
    )
    const groups = Map.groupBy(concerned, ({ visitor }) => `${visitor.credential.kind} ${visitor.credential.id}`)
    const rest = [...groups.values()]
    const worker = async () => {
      for (let group = rest.pop(); group !== undefined; group = rest.pop()) {
        await check(group).catch(options.onTrouble)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    running.delete(workspaceId)
  }
}
