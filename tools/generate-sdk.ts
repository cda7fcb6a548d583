import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'openapi-types')
const program = join(folder, 'node_modules/openapi-typescript/bin/cli.js')

/** The line a file of types begins with: it names the document that the types were made from. */
export function schemaHeading(openapi: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(JSON.parse(openapi)))
    .digest('hex')
  return `// Made by \`npm run generate\` from openapi.json, SHA-256 ${digest}.`
}

/** True when the generator of types can run without the network. */
export function hasTypeGenerator(): boolean {
  return existsSync(program)
}

/** Gives the types of a document on disk. Installs the generator in its own folder when it is not there. */
export async function renderSchema(openapiFile: string): Promise<string> {
  if (!hasTypeGenerator()) run('npm', ['ci', '--no-audit', '--no-fund'])
  // A parameter with a default may be left out by the caller.
  const options = ['--default-non-nullable', 'false']
  const types = run(process.execPath, [program, openapiFile, ...options])
  return `${schemaHeading(await readFile(openapiFile, 'utf8'))}\n${types}`
}

/** Writes the types of the SDK from the document beside it. */
export async function generateSdk(openapiFile: string, outFile: string): Promise<void> {
  await writeFile(outFile, await renderSchema(openapiFile))
}

function run(command: string, args: string[]): string {
  const done = spawnSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (done.status !== 0) throw new Error(`${command} ended with ${done.status}: ${done.stderr}`)
  return done.stdout
}
