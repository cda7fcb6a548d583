import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { validate } from '@readme/openapi-parser'
import { describe, expect, it } from 'vitest'
import { renderOpenapi } from '../../tools/generate-openapi.ts'
import { hasTypeGenerator, renderSchema, schemaHeading } from '../../tools/generate-sdk.ts'
import { createConformity, type OpenapiDocument } from '../api/testing/conformity.ts'
import { declaredRoutes } from '../architecture/declared-routes.ts'
import { addressesOf } from '../../server/http/register-routes.ts'

const text = await renderOpenapi()
const document = JSON.parse(text) as OpenapiDocument
const sdk = join(import.meta.dirname, '../../sdk')
const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

describe('the reference', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(JSON.parse(text).openapi).toMatch(/^3\.1\./)
    expect(await validate(JSON.parse(text))).toMatchObject({ valid: true })
  })

  it('shows every route at each of its addresses', () => {
    const shown = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    const declared = declaredRoutes().flatMap((route) =>
      addressesOf(route).map((url) => `${route.method.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`),
    )
    expect(shown.toSorted()).toEqual(declared.toSorted())
  })

  it('has schemas that compile in strict mode, all of them used', () => {
    expect(createConformity(document).compileAll()).toBe(Object.keys(document.components.schemas).length)
    const unused = Object.keys(document.components.schemas).filter((name) => !text.includes(`schemas/${name}"`))
    expect(unused).toEqual([])
  })

  it('is refused by the compiler when a schema is none', () => {
    const schemas = { ...document.components.schemas, Planted: { type: 'objet' } }
    expect(() => createConformity({ ...document, components: { schemas } }).compileAll()).toThrow(/objet|type/)
  })

  it('keeps the surfaces apart by their tags', () => {
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { tags: string[] }>> }
    const tagsOf = (place: RegExp) => {
      const found = Object.entries(paths).filter(([path]) => place.test(path))
      return [...new Set(found.flatMap(([, methods]) => Object.values(methods).flatMap(({ tags }) => tags)))]
    }
    expect(tagsOf(/^\/(support|rating)(\/|$)/)).toEqual(['order support'])
    expect(tagsOf(/^\/v1\/partner\//)).toEqual(['partner'])
    expect(tagsOf(/^\/v1\/support\//)).toEqual(['support requests'])
  })

  it('documents a good answer and refusals of every operation', () => {
    for (const { operationId, responses } of operations) {
      const statuses = Object.keys(responses)
      expect([operationId, statuses.some((status) => Number(status) < 300)]).toEqual([operationId, true])
      expect([operationId, statuses.includes('default')]).toEqual([operationId, true])
    }
  })
})

describe('what was generated from it is not stale (npm run generate):', () => {
  it('sdk/openapi.json', async () => {
    expect(JSON.parse(await readFile(join(sdk, 'openapi.json'), 'utf8'))).toEqual(JSON.parse(text))
  })

  it('the types say that they come from sdk/openapi.json', async () => {
    const types = await readFile(join(sdk, 'src/schema.gen.d.ts'), 'utf8')
    expect(types.slice(0, types.indexOf('\n'))).toBe(schemaHeading(await readFile(join(sdk, 'openapi.json'), 'utf8')))
  })

  // The generator has a folder and a lockfile of its own, so it is not there in a checkout without the network.
  it.runIf(hasTypeGenerator())('the types are what the generator makes of it', async () => {
    const types = await readFile(join(sdk, 'src/schema.gen.d.ts'), 'utf8')
    expect(await renderSchema(join(sdk, 'openapi.json'))).toBe(types)
  })
})
