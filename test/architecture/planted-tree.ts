import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
const planted = join(import.meta.dirname, 'planted')

/** A file with a violation, or with none, as a small copy of the repository holds it. */
export interface PlantedFile {
  readonly path: string
  readonly text: string
}

/** A small copy of the repository: its real configuration, and files planted in the places the rules speak of. */
export interface PlantedTree {
  readonly folder: string
  remove(): Promise<void>
}

const configuration = [
  'oxlint.config.ts',
  'tools/lint/verb-rule.js',
  'tsconfig.base.json',
  'server/tsconfig.json',
  'server/core/tsconfig.json',
]

/** Reads the files under `test/architecture/planted`, whose names end in `.txt` so that nothing else takes them for code. */
export async function readPlantedFiles(): Promise<PlantedFile[]> {
  const names = await readdir(planted, { recursive: true })
  const files = names.filter((name) => name.endsWith('.txt'))
  return Promise.all(
    files.map(async (name) => ({
      path: name.slice(0, -'.txt'.length).replaceAll('\\', '/'),
      text: await readFile(join(planted, name), 'utf8'),
    })),
  )
}

/** Plants files into a new temporary folder beside the repository's own configuration. */
export async function plantTree(files: readonly PlantedFile[]): Promise<PlantedTree> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-planted-'))
  for (const name of configuration) await place(folder, name, await readFile(join(root, name), 'utf8'))
  for (const { path, text } of files) await place(folder, path, text)
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function place(folder: string, name: string, text: string): Promise<void> {
  const file = join(folder, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
