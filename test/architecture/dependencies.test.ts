import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readManifests } from '../../tools/manifests.ts'
import { root } from './planted-tree.ts'

const page = await readFile(join(root, 'docs/dependencies.md'), 'utf8')
const named = [...page.matchAll(/^\| `([^`]+)` \| .+ \|$/gm)].map(([, name = '']) => name)
const manifests = Object.values(await readManifests(root))
const depended = new Set(
  manifests.flatMap((each) =>
    Object.keys({ ...each.dependencies, ...each.devDependencies, ...each.optionalDependencies }),
  ),
)

describe('the page of dependencies', () => {
  it('has a line for each of them', () => {
    expect(depended.size).toBeGreaterThan(40)
    expect([...depended].filter((name) => !named.includes(name))).toEqual([])
  })

  it('has no line for one that is gone', () => {
    expect(named.filter((name) => !depended.has(name))).toEqual([])
  })
})
