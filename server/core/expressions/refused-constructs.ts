import type { ASTNode } from '@marcbachmann/cel-js'
import type { ExpressionProblem } from './expression.ts'

const comprehensions = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/**
 * The first construct that could stall the server, or null. `matches` runs on a backtracking engine (12 s on 28 letters)
 * and nested loops have no budget (stack.md 4).
 */
export function findRefusedConstruct(root: ASTNode): ExpressionProblem | null {
  return search(root, false)
}

function search(node: ASTNode, insideLoop: boolean): ExpressionProblem | null {
  const called = calledName(node)
  if (called === 'matches')
    return refuse(node, '`matches` is refused: it can stall on a long text. Use hasWord, contains or startsWith.')
  const isLoop = called !== null && comprehensions.has(called)
  if (isLoop && insideLoop) return refuse(node, `A loop (\`${called}\`) inside another loop is refused.`)
  for (const child of childrenOf(node)) {
    const problem = search(child, insideLoop || isLoop)
    if (problem !== null) return problem
  }
  return null
}

function calledName(node: ASTNode): string | null {
  if (node.op !== 'call' && node.op !== 'rcall') return null
  return node.args[0]
}

function childrenOf(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = []
  const collect = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(collect)
    else if (isNode(part)) found.push(part)
  }
  collect(node.args)
  return found
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part
}

function refuse(node: ASTNode, message: string): ExpressionProblem {
  return { code: 'expression_refused', message, start: node.start, end: node.end }
}
