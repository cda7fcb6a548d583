import type { RatingExpression, RatingOperator } from './rating-expression.ts'

export type ParsedRating =
  | { readonly ok: true; readonly expression: RatingExpression }
  /** `at` counts characters from 0. */
  | { readonly ok: false; readonly at: number; readonly message: string }

/** Limits against whoever would make the parser work; callers are held to half as many, for a printed text may be longer. */
const mostCharacters = 400
const mostDepth = 16

interface Token {
  readonly kind: 'number' | 'operator' | '&&' | '||' | '(' | ')' | 'end'
  readonly text: string
  readonly at: number
}

const words: Readonly<Record<string, RatingOperator>> = {
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
}

/** The same figures that an agent's own rating may be. */
const shape = /\s*(?:(\d{1,3}(?:\.\d{1,4})?)(?![\d.])|(gte|gt|lte|lt)(?![a-z])|(>=|<=|>|<)|(&&|\|\||[()]))/iy

class Refusal extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/**
 * Reads a rating expression (seeds.md 2c 11): `4`, `gte 4`, `gt 3 && lte 4.5`, `lt 2 || (gte 4 && lt 5)`. A bare figure
 * asks for exactly that; `&&` binds tighter than `||`; whitespace means nothing.
 */
export function parseRating(text: string): ParsedRating {
  try {
    if (text.length > mostCharacters) throw new Refusal(mostCharacters, `Write at most ${mostCharacters} characters.`)
    const reader = new Reader(tokensOf(text))
    const expression = reader.any(0)
    reader.expect('end', 'an operator (&& or ||) or the end')
    return { ok: true, expression }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, at: error.at, message: error.message }
    throw error
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  shape.lastIndex = 0
  while (shape.lastIndex < end) {
    const from = shape.lastIndex
    const match = shape.exec(text)
    if (match === null) {
      const at = from + (text.slice(from).length - text.slice(from).trimStart().length)
      throw new Refusal(at, `"${text.slice(at, at + 12)}" is no figure and no operator (gt, gte, lt, lte, &&, ||).`)
    }
    const [, figure, word, sign, mark] = match
    const read = figure ?? word?.toLowerCase() ?? sign ?? mark ?? ''
    const kind = figure !== undefined ? 'number' : mark !== undefined ? (mark as Token['kind']) : 'operator'
    tokens.push({ kind, text: read, at: shape.lastIndex - read.length })
  }
  return [...tokens, { kind: 'end', text: '', at: end }]
}

class Reader {
  readonly #tokens: readonly Token[]
  #place = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  any(depth: number): RatingExpression {
    return this.#joined('or', '||', () => this.#all(depth))
  }

  expect(kind: Token['kind'], what: string): Token {
    const token = this.#next
    if (token.kind !== kind) throw new Refusal(token.at, `Here ${what} is expected.`)
    this.#place += 1
    return token
  }

  #all(depth: number): RatingExpression {
    return this.#joined('and', '&&', () => this.#one(depth))
  }

  #joined(kind: 'and' | 'or', mark: '&&' | '||', read: () => RatingExpression): RatingExpression {
    const first = read()
    const parts = [first]
    while (this.#next.kind === mark) {
      this.#place += 1
      parts.push(read())
    }
    return parts.length === 1 ? first : { kind, parts }
  }

  #one(depth: number): RatingExpression {
    if (this.#next.kind === '(') {
      const { at } = this.expect('(', 'a bracket')
      if (depth === mostDepth) throw new Refusal(at, `At most ${mostDepth} brackets may stand within each other.`)
      const inner = this.any(depth + 1)
      this.expect(')', 'a closing bracket')
      return inner
    }
    const operator = this.#next.kind === 'operator' ? words[this.expect('operator', 'an operator').text] : undefined
    const { text } = this.expect('number', 'a figure such as 4 or 4.5')
    return { kind: 'compare', operator: operator ?? 'eq', value: withoutZeros(text) }
  }

  get #next(): Token {
    return this.#tokens[this.#place] ?? { kind: 'end', text: '', at: 0 }
  }
}

function withoutZeros(figure: string): string {
  const [whole = '', part = ''] = figure.split('.')
  const kept = part.replace(/0+$/, '')
  return String(Number(whole)) + (kept === '' ? '' : `.${kept}`)
}
