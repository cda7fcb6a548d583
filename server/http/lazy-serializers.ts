import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'

type SerializerFactory = ReturnType<typeof SerializerSelector>

/**
 * Fastify's own serialisers, each compiled when its answer is first given: compiling those of every route takes a second
 * of a start, and most of them are not asked for in the first minute.
 */
export function lazySerializers(): SerializerFactory {
  const factory = SerializerSelector()
  return (externalSchemas, options) => {
    const compile = factory(externalSchemas, options)
    return (route) => {
      let serialize: ReturnType<typeof compile> | null = null
      return (answer) => (serialize ??= compile(route))(answer)
    }
  }
}
