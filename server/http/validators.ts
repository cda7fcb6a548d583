import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Components, SchemaNode } from './components.ts'
import { isInstant } from './instant-format.ts'
import { collectableErrorBytes } from './limits.ts'
import { withoutOddValues } from './odd-values.ts'
import { type InputPart, validationRefusal } from './validation-errors.ts'

/** Checks one part of a request; gives the value (coerced, with defaults) or throws the refusal. */
export type Validate = (value: unknown, sizeBytes: number) => unknown

/** Compiles validators: bodies strictly as they are, queries and paths from text. */
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
  const strict = open(false, false)
  const coercing = open('array', false)
  // Only refused requests pay for the list of everything that is wrong, so its validators are compiled late.
  const thorough = {
    body: () => open(false, true),
    query: () => open('array', true),
    params: () => open('array', true),
  }
  return {
    compile(part, schema) {
      const check = (part === 'body' ? strict : coercing).compile(schema)
      let all: ValidateFunction | null = null
      return (value, sizeBytes) => {
        if (check(value)) return part === 'body' ? value : withoutOddValues(part, value)
        if (sizeBytes > collectableErrorBytes) throw validationRefusal(part, check.errors ?? [])
        all ??= thorough[part]().compile(schema)
        all(value)
        throw validationRefusal(part, all.errors ?? check.errors ?? [])
      }
    },
  }
}
