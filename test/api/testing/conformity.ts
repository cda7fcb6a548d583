import { type AnySchemaObject, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** The OpenAPI document, as far as tests read it. */
export interface OpenapiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, AnySchemaObject>> }
}

export interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: AnySchemaObject }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema?: AnySchemaObject; readonly example?: unknown }>>

/** An answer as it came over the wire. */
export interface SeenAnswer {
  readonly status: number
  readonly mediaType: string
  readonly text: string
}

/** Judges answers by the document alone. */
export interface Conformity {
  /** Compiles the whole document at once and tells how many named schemas it has; throws for one that is none. */
  compileAll(): number
  /** The operation that an address belongs to: of all templates that fit, the one with the fewest parameters. */
  operationAt(method: string, url: string): string | null
  /** What is wrong with an answer of this operation; null when nothing is. Where nothing is, a refusal is all there may be. */
  faultOf(operationId: string | null, answer: SeenAnswer): string | null
  /** Whether a value is what a schema of the document asks for, and if not why. */
  check(schema: AnySchemaObject, value: unknown): string | null
}

const documentId = 'https://switchyard.example/openapi'

/** Compiles what is asked for when it is asked for, in strict mode: most tests look at few of the answers. */
export function createConformity(document: OpenapiDocument): Conformity {
  const ajv = new Ajv2020({ strict: true, allErrors: false, allowUnionTypes: true })
  addFormats.default(ajv)
  ajv.addVocabulary(['x-id', 'x-media', 'example'])
  ajv.addSchema(pointedInside({ $id: documentId, $defs: document.components.schemas }) as AnySchemaObject)
  const compiled = new Map<AnySchemaObject | string, ValidateFunction>()
  const compile = (schema: AnySchemaObject) => {
    const found = compiled.get(schema)
    if (found !== undefined) return found
    const text = JSON.stringify(schema)
    const known = compiled.get(text) ?? ajv.compile(pointedTo(schema) as AnySchemaObject)
    compiled.set(schema, known).set(text, known)
    return known
  }
  const check = (schema: AnySchemaObject, value: unknown) => {
    const validate = compile(schema)
    return validate(value) ? null : ajv.errorsText(validate.errors)
  }
  const operations = new Map(
    Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((operation) => [operation.operationId, operation] as const),
    ),
  )
  const problem = { $ref: '#/components/schemas/Problem' }
  return {
    operationAt: createFinder(document),
    compileAll: () => {
      for (const operation of operations.values()) compileOperation(operation, compile)
      const names = Object.keys(document.components.schemas)
      for (const name of names) compile({ $ref: `#/components/schemas/${name}` })
      return names.length
    },
    check,
    faultOf: (operationId, answer) => {
      const operation = operationId === null ? undefined : operations.get(operationId)
      const response = operation?.responses[answer.status] ?? operation?.responses['default']
      if (answer.status >= 400 && operation?.responses[answer.status] === undefined) {
        if (operation !== undefined && response === undefined) return `undocumented status ${answer.status}`
        if (answer.mediaType !== 'application/problem+json') return `a refusal as ${answer.mediaType}`
        return check(problem, JSON.parse(answer.text))
      }
      if (response === undefined) return `undocumented status ${answer.status}`
      return faultOfBody(response.content, answer, check)
    },
  }
}

function createFinder(document: OpenapiDocument): Conformity['operationAt'] {
  const templates = Object.entries(document.paths)
    .map(([path, operations]) => ({
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
      parameters: path.split('{').length,
      operations,
    }))
    .toSorted((one, other) => one.parameters - other.parameters)
  return (method, url) => {
    const [path = ''] = url.split('?', 1)
    const found = templates.find(({ pattern }) => pattern.test(path))
    return found?.operations[method.toLowerCase()]?.operationId ?? null
  }
}

function faultOfBody(content: Content | undefined, answer: SeenAnswer, check: Conformity['check']): string | null {
  if (content === undefined) return answer.text === '' ? null : 'a body where none is documented'
  const media = content[answer.mediaType]
  if (media === undefined)
    return answer.text === '' && answer.status === 304 ? null : `undocumented media ${answer.mediaType}`
  if (answer.mediaType !== 'application/json' || media.schema === undefined) return null
  return check(media.schema, JSON.parse(answer.text))
}

function compileOperation(operation: Operation, compile: (schema: AnySchemaObject) => unknown): void {
  for (const parameter of operation.parameters ?? []) compile(parameter.schema)
  const contents = [operation.requestBody?.content, ...Object.values(operation.responses).map(({ content }) => content)]
  for (const content of contents) {
    for (const { schema } of Object.values(content ?? {})) if (schema !== undefined) compile(schema)
  }
}

/** References of the document are written for the document; here its components stand under `$defs` of one schema. */
function pointed(node: unknown, base: string): unknown {
  if (Array.isArray(node)) return node.map((item) => pointed(item, base))
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) =>
      name === '$ref' && typeof value === 'string'
        ? [name, value.replace('#/components/schemas/', `${base}#/$defs/`)]
        : [name, pointed(value, base)],
    ),
  )
}

const pointedInside = (node: unknown) => pointed(node, '')
const pointedTo = (node: unknown) => pointed(node, documentId)
