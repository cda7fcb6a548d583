import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestInstallation, type TestInstallation } from '../access/testing/test-installation-store.ts'
import { publishMarket } from './index.ts'

const market = await readFile(join(import.meta.dirname, '../../../markets/iberia.yaml'), 'utf8')

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
})
afterAll(() => home.close())

describe('publishing a market', () => {
  it('counts its versions and refuses a broken one', async () => {
    const context = home.contextOf()
    expect(await publishMarket(context, { document: market })).toMatchObject({ slug: 'iberia', version: 1 })
    // The same text again is the version that it is; another is the next.
    expect(await publishMarket(context, { document: market })).toMatchObject({ version: 1 })
    const { slug, version } = await publishMarket(context, { document: `${market}\n# As of June.\n` })
    expect({ slug, version }).toEqual({ slug: 'iberia', version: 2 })
    await expect(publishMarket(context, { document: 'slug: [' })).rejects.toMatchObject({ code: 'workflow_invalid' })
  })
})
