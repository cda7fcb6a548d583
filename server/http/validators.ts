import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { AppError, refuseField } from '../platform/errors.ts'
import type { Components, SchemaNode } from './components.ts'
import { collectableErrorBytes } from './limits.ts'
import { isPlainText } from './plain-text.ts'
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
        if (part !== 'body') refuseOddText(part, value)
        if (check(value)) return part === 'body' ? value : withoutInfinity(part, value)
        if (sizeBytes > collectableErrorBytes) throw validationRefusal(part, check.errors ?? [])
        all ??= thorough[part]().compile(schema)
        all(value)
        throw validationRefusal(part, all.errors ?? check.errors ?? [])
      }
    },
  }
}

/** A body's text was looked at when it was read; here it is parameters of the address. */
function refuseOddText(part: Exclude<InputPart, 'body'>, value: unknown): void {
  for (const [name, text] of Object.entries(value ?? {})) {
    if ([text].flat().every((each) => typeof each !== 'string' || isPlainText(each))) continue
    if (part === 'params') throw new AppError('not_found', 'There is nothing at this address.')
    throw refuseField(name, 'wrong_form', 'This holds U+0000 or half a surrogate pair, which is no text.')
  }
}

/** Coercion makes Infinity of 1e999, and the library compares only finite numbers with their limits. */
function withoutInfinity(part: Exclude<InputPart, 'body'>, value: unknown): unknown {
  for (const [name, number] of Object.entries(value ?? {})) {
    if (typeof number !== 'number' || Number.isFinite(number)) continue
    if (part === 'params') throw new AppError('not_found', 'There is nothing at this address.')
    throw refuseField(name, 'wrong_type', 'Must be a finite number.')
  }
  return value
}

/** Instants of years 1 to 9999, without leap seconds: what every clock, the database and our own answers can write. */
const firstInstantMs = Date.parse('0001-01-01T00:00:00Z')
const endOfInstantsMs = Date.parse('9999-12-31T23:59:59.999Z')

// The library's list of formats holds this one as an object with its check.
const rfc3339 = addFormats.default.get('date-time') as { readonly validate: (text: string) => boolean }

function isInstant(text: string): boolean {
  const atMs = Date.parse(text)
  return rfc3339.validate(text) && atMs >= firstInstantMs && atMs <= endOfInstantsMs
}
