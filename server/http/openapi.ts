import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { Components } from './components.ts'
import { completeReference, type ReferenceDocument } from './reference-document.ts'
import type { Route } from './route.ts'

const info = {
  title: 'Switchyard',
  version: '1',
  description:
    'Omnichannel support routing: tickets, chats and calls, the queues they wait in and the agents who take them.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', description: 'A service token: `Authorization: Bearer sy_…`.' },
  session: { type: 'apiKey', in: 'cookie', name: 'switchyard', description: 'The console’s cookie.' },
} as const

/** Prepares the generator; call it before the routes are put on the server. */
export async function registerReference(app: FastifyInstance, components: Components): Promise<void> {
  for (const schema of components.schemas) app.addSchema(schema)
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info, servers: [{ url: '/' }], components: { securitySchemes } },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `def-${index}`,
    },
  })
}

/** Gives the finished document as text, made once, after the server is ready. */
export function createReference(app: FastifyInstance, routes: readonly Route[]): () => string {
  let text: string | null = null
  // The generator's own type leaves every member open; only what it writes for our routes is read.
  return () =>
    (text ??= JSON.stringify(completeReference(structuredClone(app.swagger()) as unknown as ReferenceDocument, routes)))
}
