import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { generateTables } from './generate-tables.ts'
import { root } from './run-command.ts'
import { writeSettingsPage } from './write-settings-page.ts'

interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string
  readonly write: (outFile: string) => Promise<void>
}

/** What is written by `npm run generate` and by nobody else. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: 'server/database/generated/tables.gen.ts', write: generateTables },
  { path: 'docs/settings.md', write: writeSettingsPage },
]

/** Generates everything anew beside the repository and gives the paths whose files differ from what is kept. */
export async function findStaleFiles(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-generated-'))
  try {
    const stale: string[] = []
    for (const { path, write } of generatedFiles) {
      const fresh = join(folder, basename(path))
      await write(fresh)
      const kept = await readFile(join(root, path), 'utf8').catch(() => null)
      if (kept !== (await readFile(fresh, 'utf8'))) stale.push(path)
    }
    return stale
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
