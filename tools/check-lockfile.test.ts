import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findLockfileFaults, type Lockfile } from './check-lockfile.ts'

const lockfile: Lockfile = {
  packages: {
    '': { optionalDependencies: { 'part-linux': '1.0.0', 'part-darwin': '1.0.0' } },
    'node_modules/part-linux': { version: '1.0.0', integrity: 'sha512-x', os: ['linux'] },
    'node_modules/part-darwin': { version: '1.0.0', integrity: 'sha512-x', os: ['darwin'] },
  },
}
const without = (name: string): Lockfile => ({
  packages: Object.fromEntries(Object.entries(lockfile.packages).filter(([path]) => path !== name)),
})

describe('the lockfile', () => {
  it('is accepted with the parts of every platform', () => {
    expect(findLockfileFaults({ 'package.json': { dependencies: { a: '1.2.3' } } }, lockfile)).toEqual([])
  })

  it('is refused without the part of another platform', () => {
    expect(findLockfileFaults({}, without('node_modules/part-darwin'))).toEqual(['the root lacks its part part-darwin'])
  })

  it('is refused with a package that has no checksum', () => {
    const packages = { ...lockfile.packages, 'node_modules/loose': { version: '1.0.0' } }
    expect(findLockfileFaults({}, { packages })).toEqual(['node_modules/loose is locked without a checksum'])
  })

  it.for(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', '>=1'])('is refused with the version %s', (version) => {
    expect(findLockfileFaults({ 'package.json': { devDependencies: { a: version } } }, lockfile)).toEqual([
      `package.json asks for a ${version}, which is not one exact version`,
    ])
  })

  it('of the repository names parts of macOS and Windows', async () => {
    const text = await readFile(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8')
    const { packages } = JSON.parse(text) as Lockfile
    const systems = new Set(Object.values(packages).flatMap(({ os }) => os ?? []))
    expect([...systems]).toEqual(expect.arrayContaining(['darwin', 'linux', 'win32']))
  })
})
