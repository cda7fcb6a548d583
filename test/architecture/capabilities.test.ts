import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findCapabilityFaults, plainEndpoint, readCapabilities } from './capabilities.ts'
import { declaredRoutes } from './declared-routes.ts'
import { designEndpoints } from './design-endpoints.ts'
import { root } from './planted-tree.ts'

const capabilities = readCapabilities(await readFile(join(root, 'docs/capabilities.md'), 'utf8'))
const declared = declaredRoutes()
  .filter((route) => route.isHidden !== true)
  .flatMap(({ method, url, aliases = [] }) => [url, ...aliases].map((path) => plainEndpoint(`${method} ${path}`)))

describe('the capabilities', () => {
  it('tell of every endpoint that is designed or there', () => {
    expect(capabilities.length).toBeGreaterThan(70)
    expect(findCapabilityFaults(capabilities, { designed: designEndpoints, declared })).toEqual([])
  })

  it('name code and proof for what is there', () => {
    const bare = capabilities.filter(
      ({ isThere, code, proof }) => isThere && (!/`.+`/.test(code) || !/`.+`/.test(proof)),
    )
    expect(bare.map(({ sentence }) => sentence)).toEqual([])
  })

  it('are proven by tests, or by documents whose own tests are run', () => {
    const proofs = capabilities
      .filter(({ isThere }) => isThere)
      .flatMap(({ proof }) => proof.match(/(?<=`)[^`]+(?=`)/g) ?? [])
    expect(proofs.filter((path) => path.includes('/') && !/\.test\.ts$|^workflows\/|^markets\//.test(path))).toEqual([])
  })
})

describe('the check of capabilities', () => {
  const line = (where: string, code: string) =>
    `| One thing | ${where} | ${code} | ${code === 'not yet' ? '' : '`a.test.ts`'} |\n`
  const faultsOf = (text: string, lists: { designed?: string[]; declared?: string[] }) =>
    findCapabilityFaults(readCapabilities(text), { designed: [], declared: [], ...lists })

  it('reports a designed endpoint that is neither there nor marked', () => {
    expect(faultsOf('', { designed: ['GET /v1/audit'] })).toHaveLength(1)
    expect(faultsOf(line('`GET /v1/audit`', 'not yet'), { designed: ['GET /v1/audit'] })).toEqual([])
  })

  it('reports a mark that is out of date, and a claim that is not true', () => {
    expect(faultsOf(line('`GET /v1/cases/{id}`', 'not yet'), { declared: ['GET /v1/cases/{}'] })).toContain(
      'GET /v1/cases/{} is marked "not yet", but it is there',
    )
    expect(faultsOf(line('`GET /v1/cases`', '`a.ts`'), {})).toEqual([
      'GET /v1/cases is said to be there, but it is not',
    ])
  })
})
