import type { Installation } from '../../platform/installation.ts'
import { deleteExpired } from './expired-store.ts'

/** A daily chore: removes sessions, links, passes and counts of tries that are over; gives how many rows went. */
export async function removeExpired(installation: Installation): Promise<number> {
  return installation.onGlobalTables((tx) => deleteExpired(tx, installation.now()))
}
