import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from './check-lockfile.ts'

/** The `package.json` of the repository and of each of its workspaces, by path. */
export async function readManifests(root: string): Promise<Readonly<Record<string, Manifest>>> {
  const read = async (path: string) => JSON.parse(await readFile(join(root, path), 'utf8')) as Manifest
  const { workspaces } = (await read('package.json')) as { workspaces: readonly string[] }
  const paths = ['package.json', ...workspaces.map((name) => `${name}/package.json`)]
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)))
}
