import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateOpenapi } from './generate-openapi.ts'
import { generateSdk, hasTypeGenerator, schemaHeading } from './generate-sdk.ts'
import { generateTables } from './generate-tables.ts'
import { root } from './run-command.ts'
import { writeSettingsPage } from './write-settings-page.ts'

interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string
  readonly write: (outFile: string) => Promise<void>
}

const reference = 'sdk/openapi.json'
const clientTypes = 'sdk/src/schema.gen.d.ts'

/** What `npm run generate` writes and nobody else, in the order in which one is made from another. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: 'server/database/generated/tables.gen.ts', write: generateTables },
  { path: 'docs/settings.md', write: writeSettingsPage },
  { path: reference, write: generateOpenapi },
  { path: clientTypes, write: (outFile) => generateSdk(join(root, reference), outFile) },
]

/** Generates everything anew beside the repository and gives the paths whose files differ from what is kept. */
export async function findStaleFiles(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-generated-'))
  try {
    const stale = await Promise.all(
      generatedFiles.map(async (file, place) => {
        return (await isCurrent(file, join(folder, String(place)))) ? [] : [file.path]
      }),
    )
    return stale.flat()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function isCurrent({ path, write }: GeneratedFile, fresh: string): Promise<boolean> {
  const kept = await readFile(join(root, path), 'utf8').catch(() => null)
  if (kept === null) return false
  // Their generator is installed only where somebody generates; the heading names the document they were made from.
  if (path === clientTypes && !hasTypeGenerator()) {
    return kept.startsWith(`${schemaHeading(await readFile(join(root, reference), 'utf8'))}\n`)
  }
  await write(fresh)
  return kept === (await readFile(fresh, 'utf8'))
}
