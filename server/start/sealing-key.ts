import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The key under which secrets are kept that must be read again; made on the first start and kept in the data folder. */
export async function readSealingKey(dataFolder: string): Promise<Buffer> {
  const file = join(dataFolder, 'sealing.key')
  const present = await readFile(file, 'utf8').catch(() => null)
  if (present !== null) return Buffer.from(present.trim(), 'base64')
  const key = randomBytes(32)
  await mkdir(dataFolder, { recursive: true })
  await writeFile(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return key
}
