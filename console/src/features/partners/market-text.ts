import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Pair, Scalar, YAMLMap } from 'yaml'

export interface GroupSettings {
  readonly id: string
  readonly name: string
  readonly ticketType: string
  readonly subcategories: readonly string[]
}
export interface SubcategorySettings {
  readonly id: string
  readonly name: string
  readonly submitToExternalPartners: boolean
  readonly knowledgeForceIssueId: string
  readonly allowRecentOrder: boolean
}
/** What administrators set, read from a document; a text that is no market has none. */
export interface MarketSettings {
  readonly slug: string
  readonly locales: readonly string[]
  readonly regions: readonly string[]
  /** Null = unset: the rule is off. */
  readonly threshold: number | null
  readonly withoutSubscriberIsGeneral: boolean
  readonly groups: readonly GroupSettings[]
  readonly subcategories: readonly SubcategorySettings[]
}

type Fields = Readonly<Record<string, unknown>>
const recordOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** The settings of a document that parses; null for one that does not, or has none. */
export function readSettings(text: string): MarketSettings | null {
  const parsed = parseDocument(text)
  if (parsed.errors.length > 0) return null
  const root = recordOf(parsed.toJS())
  const [locale = ''] = listOf(root['locales']).map(textOf)
  const nameOf = (names: unknown) => textOf(recordOf(names)[locale] ?? Object.values(recordOf(names))[0])
  const threshold = root['storeTicketTimeThresholdMinutes']
  const settings = {
    slug: textOf(root['slug']),
    locales: listOf(root['locales']).map(textOf),
    regions: listOf(root['regions']).map(textOf),
    threshold: typeof threshold === 'number' ? threshold : null,
    withoutSubscriberIsGeneral: root['storeTicketWithoutSubscriberIsGeneral'] === true,
    groups: listOf(root['groups'])
      .map(recordOf)
      .map((group) => ({
        id: textOf(group['id']),
        name: nameOf(group['name']),
        ticketType: textOf(group['ticketType']),
        subcategories: listOf(group['subcategories']).map(textOf),
      })),
    subcategories: listOf(root['subcategories'])
      .map(recordOf)
      .map((one) => ({
        id: textOf(one['id']),
        name: nameOf(one['name']),
        submitToExternalPartners: one['submitToExternalPartners'] === true,
        knowledgeForceIssueId: textOf(one['knowledgeForceIssueId']),
        allowRecentOrder: one['allowRecentOrder'] === true,
      })),
  }
  return settings.groups.length === 0 && settings.subcategories.length === 0 ? null : settings
}

/** Whose setting: the market's own, or that of a group or sub-category by its id. */
export type Owner = null | { readonly list: 'groups' | 'subcategories'; readonly id: string }

export type Entry = Pair<Scalar, Scalar>
type Entries = YAMLMap<Scalar, Scalar> & { items: Entry[] }

/**
 * The text with one setting changed, added or (null) taken out; every other letter of it stays, comments too. The same
 * text where there is no such owner.
 */
export function changeSetting(
  text: string,
  { owner, key, value }: { owner: Owner; key: string; value: string | number | boolean | null },
): string {
  const map = findOwner(parseDocument(text).contents, owner)
  if (map === null) return text
  const source = typeof value === 'string' && key.endsWith('Id') ? JSON.stringify(value) : String(value)
  const present = map.items.find((item) => keyOf(item) === key)
  if (present !== undefined) {
    if (value === null) return withoutEntry(text, map, present)
    const [start = 0, end = 0] = present.value?.range ?? []
    return `${text.slice(0, start)}${start === end ? ' ' : ''}${source}${text.slice(end)}`
  }
  const after = map.items.find((item) => keyOf(item) === (owner === null ? 'locales' : 'id'))
  return value === null || after === undefined ? text : withEntry(text, { map, after, entry: `${key}: ${source}` })
}

const keyOf = (item: Entry) => (isScalar(item.key) ? item.key.value : null)

/** Where an owner's settings are written; null where there is no such owner. */
export function findOwner(root: unknown, owner: Owner): Entries | null {
  if (!isMap(root)) return null
  if (owner === null) return root as Entries
  const list = root.get(owner.list)
  if (!isSeq(list)) return null
  const found = list.items.find((item) => isMap(item) && item.get('id') === owner.id)
  return (found as Entries | undefined) ?? null
}

/** Behind the text of a value: its range may reach over the line's end. */
export function endOf(text: string, item: Entry): number {
  const end = item.value?.range?.[1] ?? item.key.range?.[1] ?? 0
  return text.slice(0, end).trimEnd().length
}

/** Where the line of a place ends. */
export const lineEnd = (text: string, from: number) =>
  text.indexOf('\n', from) === -1 ? text.length : text.indexOf('\n', from)

function withEntry(text: string, { map, after, entry }: { map: Entries; after: Entry; entry: string }): string {
  const end = endOf(text, after)
  if (map.flow === true) return `${text.slice(0, end)}, ${entry}${text.slice(end)}`
  const start = after.key.range?.[0] ?? 0
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1)
  const at = lineEnd(text, end)
  return `${text.slice(0, at)}\n${' '.repeat(indent)}${entry}${text.slice(at)}`
}

function withoutEntry(text: string, map: Entries, item: Entry): string {
  const start = item.key.range?.[0] ?? 0
  const end = endOf(text, item)
  if (map.flow !== true) {
    const from = text.lastIndexOf('\n', start - 1) + 1
    return text.slice(0, from) + text.slice(lineEnd(text, end) + 1)
  }
  const before = map.items[map.items.indexOf(item) - 1]
  return before === undefined ? text : text.slice(0, endOf(text, before)) + text.slice(end)
}
