import { isMap, isSeq, parseDocument } from 'yaml'
import type { Scalar } from 'yaml'
import { endOf, findOwner, lineEnd } from './market-text.ts'
import type { Entry } from './market-text.ts'

/** What a group or a sub-category is made of: its id, and its name in each language that has one. */
export interface NewEntry {
  readonly id: string
  readonly names: Readonly<Record<string, string>>
}

/** The text with one more category group, which offers nothing yet; every other letter of it stays. */
export function addGroup(text: string, { id, names }: NewEntry): string {
  const lines = [`id: ${quoted(id)}`, `name: ${namesOf(names)}`, 'ticketType: GENERAL', 'subcategories: []']
  return withItem(text, 'groups', lines)
}

/** The text with one more sub-category, which this group offers; every other letter of it stays. */
export function addSubcategory(text: string, { id, names, groupId }: NewEntry & { readonly groupId: string }): string {
  const lines = [`id: ${quoted(id)}`, `name: ${namesOf(names)}`, 'submitToExternalPartners: false']
  return withChoice(withItem(text, 'subcategories', lines), { id, groupId })
}

/** Ids are kept as written: what YAML would read as something else than text is quoted. */
const quoted = (id: string) =>
  /^[a-z][a-z0-9-]*$/.test(id) && !/^(?:true|false|null|yes|no|on|off)$/.test(id) ? id : JSON.stringify(id)

const namesOf = (names: NewEntry['names']) => {
  const given = Object.entries(names).filter(([, name]) => name !== '')
  return `{ ${given.map(([language, name]) => `${language}: ${JSON.stringify(name)}`).join(', ')} }`
}

const columnOf = (text: string, at: number) => at - (text.lastIndexOf('\n', at - 1) + 1)

/** One more item at the end of a list, as its items are written; the same text where it is no list of entries. */
function withItem(text: string, list: 'groups' | 'subcategories', lines: readonly string[]): string {
  const root = parseDocument(text).contents
  const items = isMap(root) ? root.get(list) : null
  const last: unknown = isSeq(items) && items.flow !== true ? items.items.at(-1) : null
  if (!isMap(last)) return text
  const final = (last.items as Entry[]).at(-1)
  if (final === undefined) return text
  const indent = ' '.repeat(Math.max(0, columnOf(text, last.range?.[0] ?? 0) - 2))
  const at = lineEnd(text, endOf(text, final))
  const [first = '', ...rest] = lines
  const item = [`${indent}- ${first}`, ...rest.map((line) => `${indent}  ${line}`)].join('\n')
  return `${text.slice(0, at)}\n\n${item}${text.slice(at)}`
}

/** One more choice of a group. */
function withChoice(text: string, { id, groupId }: { id: string; groupId: string }): string {
  const group = findOwner(parseDocument(text).contents, { list: 'groups', id: groupId })
  const choices: unknown = group?.get('subcategories')
  if (!isSeq(choices)) return text
  const last = (choices.items as Scalar[]).at(-1)
  const end = last?.range?.[1] ?? (choices.range?.[0] ?? 0) + 1
  if (choices.flow === true)
    return `${text.slice(0, end)}${last === undefined ? '' : ', '}${quoted(id)}${text.slice(end)}`
  const indent = ' '.repeat(Math.max(0, columnOf(text, last?.range?.[0] ?? 0) - 2))
  const at = lineEnd(text, end)
  return `${text.slice(0, at)}\n${indent}- ${quoted(id)}${text.slice(at)}`
}
