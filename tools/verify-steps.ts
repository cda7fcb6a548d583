import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findLockfileFaults, type Lockfile } from './check-lockfile.ts'
import { findBrokenReferences, openRepository } from './document-references.ts'
import { readManifests } from './manifests.ts'
import { type CommandResult, root } from './run-command.ts'

/** R13: documents name files that exist. */
export async function checkReferences(): Promise<CommandResult> {
  return resultOf(await findBrokenReferences(await openRepository(root)))
}

/** Every version is exact, every package has its checksum, every platform its native parts. */
export async function checkLockfile(): Promise<CommandResult> {
  const lockfile = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lockfile
  return resultOf(findLockfileFaults(await readManifests(root), lockfile))
}

function resultOf(faults: readonly string[]): CommandResult {
  return { isWell: faults.length === 0, output: faults.join('\n') }
}
