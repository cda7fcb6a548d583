import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findLayerFaults, layers } from './layers.ts'
import { root } from './planted-tree.ts'
import { readSources } from './read-sources.ts'

describe('the layers of the modules (R3)', () => {
  it('are kept by every import', async () => {
    const files = await readSources('server/modules')
    expect(files.length).toBeGreaterThan(100)
    expect(findLayerFaults(files)).toEqual([])
  })

  it('have a place for every module', async () => {
    const modules = await readdir(join(root, 'server/modules'))
    expect(modules.filter((name) => !layers.flat().includes(name))).toEqual([])
  })

  it.for([
    [
      'of a higher layer',
      'tickets',
      `import { route } from '../routing/index.ts'`,
      'tickets (layer 4) imports routing (layer 5)',
    ],
    [
      'of the same layer',
      'sla',
      `import type { Order } from '../orders/index.ts'`,
      'sla (layer 3) imports orders (layer 3)',
    ],
    ['at run time', 'events', `await import('../access/index.ts')`, 'events (layer 0) imports access (layer 1)'],
    ['of no layer', 'tickets', `export { x } from '../stray/index.ts'`, 'the module stray has no layer'],
  ])('refuse an import %s', ([, module, text, fault]) => {
    const path = `server/modules/${module}/planted.ts`
    expect(findLayerFaults([{ path, text: `${text}\n` }])).toEqual([`${path}: ${fault}`])
  })
})
