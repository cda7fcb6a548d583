import { validate } from '@readme/openapi-parser'
import { afterAll, describe, expect, it } from 'vitest'
import { addressesOf } from './register-routes.ts'
import { admin, openSampleApp } from './testing/sample-app.ts'
import { sampleRoutes } from './testing/sample-routes.ts'
import { schemaCompiler } from './testing/schema-compiler.ts'

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; example?: unknown; required?: boolean }[]
  requestBody?: { content: Record<string, { schema: object; example?: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object; example?: unknown }> }>
  security: object[]
  'x-permission': string
}

interface Reference {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: object }
}

const { app, close } = await openSampleApp()
afterAll(close)
const reference: Reference = (await app.inject({ url: '/openapi.json' })).json()
const operations = Object.values(reference.paths).flatMap((path) => Object.values(path))

const compile = schemaCompiler(reference.components.schemas)

describe('the reference', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    expect(reference.openapi).toBe('3.1.0')
    expect(await validate(structuredClone(reference) as never)).toMatchObject({ valid: true })
  })

  it('has only components that compile under Ajv 2020 in strict mode', () => {
    const names = Object.keys(reference.components.schemas)
    expect(names).toEqual(expect.arrayContaining(['Label', 'NewParcel', 'Parcel', 'ParcelPage', 'Problem']))
    for (const name of names) compile({ $ref: `#/components/schemas/${name}` })
    expect(() => compile({ type: 'objet' })).toThrow()
  })

  it('lists every declared route and alias, nothing hidden and nothing else', () => {
    const listed = Object.entries(reference.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const declared = sampleRoutes.flatMap((route) =>
      addressesOf(route).map((url) => `${route.method} ${url.replace(/:(\w+)/g, '{$1}')}`),
    )
    const service = ['/livez', '/readyz', '/metrics', '/openapi.json'].map((url) => `GET ${url}`)
    expect(listed.toSorted()).toEqual([...declared, ...service].toSorted())
  })

  it('gives every operation a name of its own', () => {
    const names = operations.map((operation) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining(['createParcel', 'createParcelAlias']))
  })

  it('says who may call, and how refusals look', () => {
    const create = reference.paths['/v1/parcels']?.['post']
    expect(create?.['x-permission']).toBe('ticket:write')
    expect(create?.security).toEqual([{ token: [] }, { session: [] }])
    expect(create?.responses['default']?.content).toHaveProperty(['application/problem+json'])
    const door = reference.paths['/v1/open-door']?.['post']
    expect(door).toMatchObject({ 'x-permission': 'public', security: [] })
  })

  it('refers to components and closes what is sent', () => {
    const body = reference.paths['/v1/parcels']?.['post']?.requestBody?.content['application/json']?.schema
    expect(body).toEqual({ $ref: '#/components/schemas/NewParcel' })
    expect(reference.components.schemas['NewParcel']?.['additionalProperties']).toBe(false)
    expect(reference.components.schemas['Parcel']?.['additionalProperties']).toBeUndefined()
  })

  it('does not ask for a parameter that has a default', () => {
    const limit = reference.paths['/v1/parcels']?.['get']?.parameters?.find(({ name }) => name === 'limit')
    expect(limit?.required ?? false).toBe(false)
  })

  it('shows other media types where a route has them', () => {
    expect(reference.paths['/v1/large-export']?.['get']?.responses['200']?.content).toHaveProperty(['text/csv'])
    expect(reference.paths['/v1/file-contents']?.['put']?.requestBody?.content).toHaveProperty([
      'application/octet-stream',
    ])
  })
})

describe('the examples', () => {
  it('are accepted by the schemas they stand next to', () => {
    let count = 0
    for (const { operationId, requestBody, responses } of operations) {
      for (const { content } of [...(requestBody === undefined ? [] : [requestBody]), ...Object.values(responses)]) {
        const { schema, example } = content?.['application/json'] ?? {}
        if (schema === undefined || example === undefined) continue
        const check = compile(schema)
        expect([operationId, check(example), check.errors]).toEqual([operationId, true, null])
        count++
      }
    }
    expect(count).toBeGreaterThanOrEqual(8)
  })

  it('are accepted by the routes when they are sent', async () => {
    for (const { method, url, example, rawMedia, permission } of sampleRoutes) {
      if (rawMedia !== undefined || url.startsWith('/v1/failing') || url === '/v1/sign-in-here') continue
      const path = url.replace(/:(\w+)/g, (_, name: string) => example.params?.[name] ?? '')
      const response = await app.inject({
        method,
        url: path,
        query: { ...example.query },
        headers: permission === 'public' ? {} : admin,
        ...(example.body === undefined ? {} : { payload: example.body as object }),
      })
      expect([url, response.statusCode < 300]).toEqual([url, true])
    }
  })
})

describe('the reference page', () => {
  it('comes with its own scripts and may ask nobody but this service', async () => {
    const page = await app.inject({ url: '/docs' })
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.body).not.toMatch(/(src|href)=["']?(https?:)?\/\//)
    const sources = [...page.body.matchAll(/<script defer src="([^"]+)"/g)].map(([, source]) => source ?? '')
    const scripts = await Promise.all(sources.map((url) => app.inject({ url })))
    expect(scripts.map(({ headers }) => headers['content-type'])).toEqual(
      Array.from({ length: 2 }, () => 'text/javascript; charset=utf-8'),
    )
    const [starter, library] = scripts.map(({ body }) => body)
    expect(starter).toContain('"url":"/openapi.json"')
    expect(starter).toContain('"telemetry":false')
    expect(library?.length).toBeGreaterThan(1_000_000)
  })

  it('has the policy of the other pages, with a nonce of each visit for the styles made by script', async () => {
    const pages = await Promise.all([0, 1].map(() => app.inject({ url: '/docs' })))
    const nonces = pages.map(({ headers, body }) => {
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("connect-src 'self'")
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).not.toContain('unsafe')
      expect(headers['cache-control']).toBe('no-store')
      const nonce = /style-src 'self' 'nonce-([\w+/=]{22,})';/.exec(policy)?.[1] ?? 'none'
      expect(body).toContain(`content="${nonce}"`)
      return nonce
    })
    expect(nonces[0]).not.toBe(nonces[1])
  })
})
