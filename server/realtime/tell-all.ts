import { inSlices } from '../platform/in-slices.ts'
import { closeCodes, type Connection } from './connection.ts'

/** Written to in a row; thousands at once would keep everybody waiting who says something meanwhile. */
const inARow = 50

/** Does something for every socket, and serves others in between. */
export function forEachConnection(
  connections: ReadonlySet<Connection>,
  act: (connection: Connection) => void,
): Promise<void> {
  return inSlices(acts(connections, act), inARow)
}

function* acts(connections: ReadonlySet<Connection>, act: (connection: Connection) => void) {
  for (const connection of connections) {
    act(connection)
    yield 1
  }
}

/** Asks every socket for a sign of life, and closes those that gave none since the one before last. */
export function pingAll(connections: ReadonlySet<Connection>, everyMs: number): Promise<void> {
  const deadSince = performance.now() - 2 * everyMs
  return forEachConnection(connections, (connection) => {
    if (connection.lastSeenAt < deadSince) connection.close(closeCodes.failed, 'silent')
    else connection.ping()
  })
}
