import type { Document, Node } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Locate, Position, Problem, ProblemCode } from './problem.ts'

/** A YAML text read: its value as plain data (null when it cannot be read), and where everything stands. */
export interface Source {
  readonly value: unknown
  readonly locate: Locate
  readonly problems: readonly Problem[]
}

const mostAliases = 100

/** Reads YAML 1.2 with unique keys (stack.md 5). `yes` stays a word and dates stay strings. */
export function readSource(text: string): Source {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: true, prettyErrors: false })
  const locate = locator(document, lines, text)
  const nul = text.indexOf('\0')
  if (nul !== -1) {
    // The parser lets it pass, YAML does not, and no database keeps it.
    const problem = problemAt(positionAt(lines, nul), 'yaml_syntax', 'A NUL character, which no text may hold.')
    return { value: null, locate, problems: [problem] }
  }
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) =>
      problemAt(
        positionAt(lines, error.pos[0]),
        error.code === 'DUPLICATE_KEY' ? 'duplicate_key' : 'yaml_syntax',
        error.message,
      ),
    )
    return { value: null, locate, problems }
  }
  try {
    return { value: document.toJS({ maxAliasCount: mostAliases }), locate, problems: [] }
  } catch {
    const message = `More than ${mostAliases} aliases, or one that refers to nothing.`
    return { value: null, locate, problems: [problemAt({ line: 1, column: 1 }, 'alias_bomb', message)] }
  }
}

function problemAt(position: Position, code: ProblemCode, message: string): Problem {
  return { severity: 'error', code, message: message.split('\n')[0] ?? message, pointer: '', ...position }
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

/** The deepest node a pointer reaches: a missing member is placed at its parent. */
function locator(document: Document.Parsed, lines: LineCounter, text: string): Locate {
  return (pointer, at = 'value', offset = 0) => {
    let value: Node | null = document.contents
    let key: Node | null = null
    for (const part of pointer.split('/').slice(1)) {
      const step = descend(document, value, part.replaceAll('~1', '/').replaceAll('~0', '~'))
      if (step === null) break
      ;({ key, value } = step)
    }
    const node = at === 'key' ? (key ?? value) : (value ?? key)
    const start = node?.range?.[0] ?? 0
    return positionAt(lines, offset === 0 ? start : insideScalar(text, node, offset))
  }
}

/** Where a character of a text stands: quotes, folding and block indentation only move white space about. */
function insideScalar(text: string, node: Node | null, offset: number): number {
  const start = node?.range?.[0] ?? 0
  if (!isScalar(node) || typeof node.value !== 'string') return start
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
  let at = isBlock ? text.indexOf('\n', start) + 1 : start + (isQuoted ? 1 : 0)
  let marksLeft = node.value.slice(0, offset).replaceAll(/\s/gu, '').length
  const isBeforeMore = offset < node.value.trimEnd().length
  while (at < text.length && (marksLeft > 0 || (isBeforeMore && /\s/u.test(text.charAt(at))))) {
    if (!/\s/u.test(text.charAt(at))) marksLeft -= 1
    at += 1
  }
  return at
}

function descend(
  document: Document.Parsed,
  from: Node | null,
  part: string,
): { key: Node | null; value: Node | null } | null {
  const node = isAlias(from) ? (from.resolve(document) ?? null) : from
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === part)
    return pair === undefined ? null : { key: pair.key, value: pair.value }
  }
  if (isSeq<Node>(node)) {
    const item = node.items[Number(part)]
    return item === undefined ? null : { key: null, value: item }
  }
  return null
}
