import type { ErrorObject } from 'ajv'
import { AppError, type FieldError } from '../platform/errors.ts'

export type InputPart = 'body' | 'query' | 'params'

const maxErrors = 20

/**
 * Writes a validator's complaints for people: a JSON pointer into the body or the parameter's name, a stable code and
 * a sentence. An id that is malformed in a path is an address where nothing is.
 */
export function validationRefusal(part: InputPart, errors: readonly ErrorObject[]): AppError {
  if (part === 'params') return new AppError('not_found', 'There is nothing at this address.')
  const fields = distinct(withoutShadows(errors).map((error) => fieldError(part, error))).slice(0, maxErrors)
  const isUnknownOnly = fields.every((field) => field.code === 'unknown_field')
  const [first] = fields
  const message = first === undefined ? 'The request is not valid.' : sentence(part, first)
  return new AppError(isUnknownOnly && fields.length > 0 ? 'unknown_field' : 'invalid', message, {}, fields)
}

function sentence(part: InputPart, field: FieldError): string {
  const place = part === 'query' ? `Parameter "${field.pointer}"` : field.pointer === '' ? 'The body' : field.pointer
  return `${place}: ${field.message}`
}

/** Drops what only repeats that no alternative fitted, when an alternative's own complaint is there. */
function withoutShadows(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const telling = errors.filter((error) => !isAlternativeNoise(error))
  return telling.length > 0 ? telling : errors
}

function isAlternativeNoise(error: ErrorObject): boolean {
  return error.keyword === 'anyOf' || (error.keyword === 'type' && error.params['type'] === 'null')
}

function fieldError(part: InputPart, error: ErrorObject): FieldError {
  const { code, message, member } = explain(error)
  const path = member === undefined ? error.instancePath : `${error.instancePath}/${escapePointer(member)}`
  return { pointer: part === 'query' ? path.slice(1) : path, code, message }
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function explain(error: ErrorObject): { code: string; message: string; member?: string } {
  const params = error.params as Record<string, unknown>
  switch (error.keyword) {
    case 'additionalProperties':
      return { code: 'unknown_field', message: 'There is no such field.', member: String(params['additionalProperty']) }
    case 'required':
      return { code: 'required', message: 'This field is required.', member: String(params['missingProperty']) }
    case 'enum': {
      const allowed = params['allowedValues'] as unknown[]
      return {
        code: 'not_allowed',
        message: `Must be one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}.`,
      }
    }
    case 'const':
      return { code: 'not_allowed', message: `Must be ${JSON.stringify(params['allowedValue'])}.` }
    case 'type':
      return { code: 'wrong_type', message: `Must be ${[params['type']].flat().join(' or ')}.` }
    case 'pattern':
      return { code: 'wrong_form', message: `Must match ${String(params['pattern'])}.` }
    case 'format':
      return { code: 'wrong_form', message: `Must be a ${String(params['format'])}.` }
    default:
      return { code: error.keyword, message: `${capitalised(error.message ?? 'is not accepted')}.` }
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function distinct(fields: readonly FieldError[]): FieldError[] {
  const byText = new Map(fields.map((field) => [`${field.pointer} ${field.code} ${field.message}`, field]))
  return [...byText.values()]
}
