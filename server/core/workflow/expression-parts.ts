import type { ASTNode } from '@marcbachmann/cel-js'
import { serialize } from '@marcbachmann/cel-js'

/** A field compared with a text: `request.category == "x"`, `request.category in ["x"]`, `"x" in agent.queues`. */
export interface Comparison {
  readonly field: string
  readonly literal: string
  /** Where the text starts in the source. */
  readonly start: number
}

/** Every comparison of a field with a text, anywhere in an expression. */
export function comparisonsIn(node: ASTNode): readonly Comparison[] {
  return [...comparisonsAt(node), ...childrenOf(node).flatMap(comparisonsIn)]
}

/** The conditions joined by `&&`, each in one normal form, so that they can be compared. */
export function conjunctsOf(node: ASTNode): readonly string[] {
  if (node.op !== '&&') return [serialize(node)]
  return [...conjunctsOf(node.args[0]), ...conjunctsOf(node.args[1])]
}

/** Fields that a conjunction wants to equal two different texts; such a condition never holds. */
export function contradictionIn(node: ASTNode): string | null {
  const wanted = new Map<string, string>()
  for (const part of conjunctNodes(node)) {
    if (part.op !== '==') continue
    const [comparison] = comparisonsAt(part)
    if (comparison === undefined) continue
    const { field, literal } = comparison
    if ((wanted.get(field) ?? literal) !== literal) return field
    wanted.set(field, literal)
  }
  return null
}

function conjunctNodes(node: ASTNode): readonly ASTNode[] {
  return node.op === '&&' ? [...conjunctNodes(node.args[0]), ...conjunctNodes(node.args[1])] : [node]
}

function comparisonsAt(node: ASTNode): readonly Comparison[] {
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return []
  const [left, right] = node.args
  const field = fieldOf(left) ?? fieldOf(right)
  if (field === null) return []
  const texts = fieldOf(left) === null ? [left] : right.op === 'list' ? right.args : [right]
  return texts.flatMap((text) =>
    text.op === 'value' && typeof text.args === 'string' ? [{ field, literal: text.args, start: text.start }] : [],
  )
}

function fieldOf(node: ASTNode): string | null {
  if (node.op !== '.') return null
  const [from, name] = node.args
  return from.op === 'id' ? `${from.args}.${name}` : null
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  const parts: unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [node.args]
  return parts.filter(isNode)
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part
}
