import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'

/** The folder of uploaded files, by its setting or in the data folder, made when missing. Throws `unavailable` when nothing can be written there. */
export async function requireFilesFolder(settings: Pick<Settings, 'filesFolder'>, dataFolder: string): Promise<string> {
  const folder = settings.filesFolder ?? join(dataFolder, 'files')
  const trial = join(folder, `.trial-${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(trial, '')
    await rm(trial)
    return folder
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError(
      'unavailable',
      `Files cannot be kept in ${folder}: ${reason}. FILES_FOLDER names another folder.`,
    )
  }
}
