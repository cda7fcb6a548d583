import { spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { temporaryFolder } from '../testing/temporary-folder.ts'
import { findBinaryPackage, prepareBinaries } from './postgres-binaries.ts'
import { isRoot } from './service-account.ts'

let folder = ''
beforeEach(async () => {
  folder = await temporaryFolder('switchyard-binaries-')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The package as it is where install scripts were not allowed to run. */
async function packageWithoutLinks(parent: string): Promise<string> {
  const copy = join(parent, 'package')
  await cp(findBinaryPackage(), copy, { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(await readFile(join(copy, 'native', 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  for (const { target } of links) await rm(join(copy, target))
  return copy
}

describe('the programs of PostgreSQL', () => {
  it('run where the package’s install script did not make its links', async () => {
    const copy = await packageWithoutLinks(folder)
    expect(spawnSync(join(copy, 'native', 'bin', 'postgres'), ['--version']).status).not.toBe(0)
    const binaries = await prepareBinaries(copy, {}, join(folder, 'shared'), () => undefined)
    expect(spawnSync(binaries.postgres, ['--version'], { encoding: 'utf8' }).stdout).toMatch(
      /^postgres \(PostgreSQL\) 18/,
    )
    expect(binaries.majorVersion).toBe(18)
  })

  it.runIf(isRoot())('are copied, once and with a word, where their account cannot reach them', async () => {
    const nobody = { uid: 65534, gid: 65534 }
    await mkdir(join(folder, 'private'), { mode: 0o700 })
    const copy = await packageWithoutLinks(join(folder, 'private'))
    const lines: string[] = []
    const prepare = () => prepareBinaries(copy, nobody, join(folder, 'shared'), (line) => lines.push(line))
    const binaries = await prepare()
    expect(await prepare()).toEqual(binaries)
    expect(lines).toEqual([expect.stringContaining(`uid 65534, which cannot reach ${copy}: copying`)])
    expect(binaries.postgres.startsWith(join(folder, 'shared'))).toBe(true)
    const asked = spawnSync(binaries.postgres, ['--version'], { ...nobody, cwd: '/', encoding: 'utf8' })
    expect(asked.stdout).toMatch(/^postgres \(PostgreSQL\) 18/)
  })
})
