import { randomBytes } from 'node:crypto'
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { isRoot } from './service-account.ts'

/** What a data folder's cluster is reached by. The database is null until it has been created. */
export interface Instance {
  readonly port: number
  readonly ownerPassword: string
  readonly appPassword: string
  readonly relayPassword: string
  readonly database: string | null
}

/** Gives a new instance with random passwords (192 bits each). */
export function newInstance(port: number): Instance {
  const secret = () => randomBytes(24).toString('base64url')
  return { port, ownerPassword: secret(), appPassword: secret(), relayPassword: secret(), database: null }
}

/** Gives the instance kept in the data folder, or null when there is none. */
export async function readInstance(dataFolder: string): Promise<Instance | null> {
  const text = await readFile(instancePath(dataFolder), 'utf8').catch(() => null)
  if (text === null) return null
  const kept = JSON.parse(text)
  return {
    port: Number(kept.port),
    ownerPassword: String(kept.ownerPassword),
    appPassword: String(kept.appPassword),
    relayPassword: String(kept.relayPassword),
    database: typeof kept.database === 'string' ? kept.database : null,
  }
}

/** Keeps the instance, readable by the owner of the folder only; a crash leaves the old file or the new one. */
export async function writeInstance(dataFolder: string, instance: Instance): Promise<void> {
  const draft = `${instancePath(dataFolder)}.new`
  await writeFile(draft, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 })
  await giveToFolderOwner(draft)
  await rename(draft, instancePath(dataFolder))
}

/** Leaves a file written by root to the owner of its folder, so that they can start without root again. */
export async function giveToFolderOwner(path: string): Promise<void> {
  if (!isRoot()) return
  const folder = await stat(dirname(path))
  await chown(path, folder.uid, folder.gid)
}

/** Gives a connection URL of the instance. */
export function connectionUrl(instance: Instance, role: string, password: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${instance.port}/${instance.database ?? 'postgres'}`
}

function instancePath(dataFolder: string): string {
  return join(dataFolder, 'instance.json')
}
