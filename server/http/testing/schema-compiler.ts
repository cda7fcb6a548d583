import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/**
 * Compiles schemas of an OpenAPI 3.1 document under Ajv 2020 in strict mode, which notices what checkers of the
 * document as a whole do not: misspelt types and keywords (stack.md 8). Throws for such a schema.
 */
export function schemaCompiler(components: Readonly<Record<string, object>>): (schema: object) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addVocabulary(['x-id', 'x-media'])
  const local = (value: object) =>
    JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/')) as object
  const definitions = local(components)
  return (schema) => ajv.compile({ $defs: definitions, ...local(schema) })
}
