import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { Components, SchemaNode } from './components.ts'
import { isInstant } from './instant-format.ts'
import { collectableErrorBytes } from './limits.ts'
import { withoutOddValues } from './odd-values.ts'
import { type InputPart, validationRefusal } from './validation-errors.ts'

/** Checks one part of a request; gives the value (coerced, with defaults) or throws the refusal. */
export type Validate = (value: unknown, sizeBytes: number) => unknown

/** Makes validators, each compiled when it is first needed: bodies strictly as they are, queries and paths from text. */
export interface Validators {
  compile(part: InputPart, schema: SchemaNode): Validate
}

const options = { useDefaults: true, removeAdditional: false, strict: true, strictTypes: false } as const

export function createValidators(components: Components): Validators {
  const open = (coerceTypes: false | 'array', allErrors: boolean) => {
    const ajv = new Ajv({ ...options, coerceTypes, allErrors })
    addFormats.default(ajv)
    ajv.addFormat('date-time', { type: 'string', validate: isInstant })
    ajv.addVocabulary(['x-id', 'x-media'])
    for (const schema of components.schemas) ajv.addSchema(schema)
    return ajv
  }
  // Compiling the schemas of every route takes seconds of a start, and most routes are not called in its first minute.
  const strict = once(() => open(false, false))
  const coercing = once(() => open('array', false))
  // Only refused requests pay for the list of everything that is wrong.
  const thoroughOfBody = once(() => open(false, true))
  const thoroughOfText = once(() => open('array', true))
  return {
    compile(part, schema) {
      const isBody = part === 'body'
      const check = once(() => (isBody ? strict() : coercing()).compile(schema))
      const checkAll = once(() => (isBody ? thoroughOfBody() : thoroughOfText()).compile(schema))
      return (value, sizeBytes) => {
        const first = check()
        if (first(value)) return isBody ? value : withoutOddValues(part, value)
        if (sizeBytes > collectableErrorBytes) throw validationRefusal(part, first.errors ?? [])
        const all = checkAll()
        all(value)
        throw validationRefusal(part, all.errors ?? first.errors ?? [])
      }
    },
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null
  return () => (made ??= { value: make() }).value
}
