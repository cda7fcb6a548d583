import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SourceFile } from './layers.ts'
import { root } from './planted-tree.ts'

/** The source files under a folder of the repository, without tests and what only tests use. */
export async function readSources(folder: string): Promise<SourceFile[]> {
  const names = await readdir(join(root, folder), { recursive: true })
  const paths = names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`).filter(isSource)
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })))
}

function isSource(path: string): boolean {
  return path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('/testing/')
}
