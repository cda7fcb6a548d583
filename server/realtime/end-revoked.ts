import { chunk } from '../platform/chunk.ts'
import { closeCodes, type Connection } from './connection.ts'
import type { Credential } from './credential.ts'

/** How many credentials of one kind and workspace are asked for together, and how many such questions at the same time. */
const together = 250
const atOnce = 2

type Ending = Pick<Connection, 'visitor' | 'close'>

/**
 * Closes the sockets whose session or token has ended: of one workspace, or of all when it is null (reliability.md S3).
 * Each credential is asked for once however many sockets it has; one that cannot be asked for now keeps its sockets.
 */
export function endRevoked(options: {
  connections: ReadonlySet<Ending>
  /** Of credentials of one kind and workspace: the ids of those that still stand. */
  standingOf: (credentials: readonly Credential[]) => Promise<ReadonlySet<string>>
  onTrouble: (error: unknown) => void
}): (workspaceId: string | null) => Promise<void> {
  const running = new Set<string | null>()

  async function check(part: readonly (readonly Ending[])[]): Promise<void> {
    const standing = await options.standingOf(part.flatMap(([first]) => first?.visitor.credential ?? []))
    for (const group of part) {
      const isOver = group[0] !== undefined && !standing.has(group[0].visitor.credential.id)
      if (isOver) for (const connection of group) connection.close(closeCodes.refused, 'session_ended')
    }
  }

  return async (workspaceId) => {
    if (running.has(workspaceId)) return
    running.add(workspaceId)
    const concerned = [...options.connections].filter(
      ({ visitor }) => workspaceId === null || visitor.workspace.id === workspaceId,
    )
    const parts = partsOf(concerned)
    const worker = async () => {
      for (let part = parts.pop(); part !== undefined; part = parts.pop()) await check(part).catch(options.onTrouble)
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    running.delete(workspaceId)
  }
}

/** The sockets by credential, and those by kind and workspace, no more together than are asked for at once. */
function partsOf(connections: readonly Ending[]): (readonly Ending[])[][] {
  const placeOf = ({ visitor: { credential } }: Ending) => `${credential.kind} ${credential.workspaceId}`
  return [...Map.groupBy(connections, placeOf).values()].flatMap((ofPlace) => {
    const groups = [...Map.groupBy(ofPlace, ({ visitor }) => visitor.credential.id).values()]
    return [...chunk(groups, together)]
  })
}
