import { type RawBuilder, sql } from 'kysely'

/** New words by old ones. */
export type Renames = Readonly<Record<string, string>>

type Part<T = unknown> = RawBuilder<T>

const never = sql<boolean>`false`

/** What the word in a column is called now. */
export function renamedWord(column: Part, renames: Renames): Part {
  if (isEmpty(renames)) return column
  return sql`coalesce(${json(renames)} ->> ${column}, ${column})`
}

/** Whether the word in a column is called something else now. */
export function isRenamed(column: Part, renames: Renames): Part<boolean> {
  if (isEmpty(renames)) return never
  return sql<boolean>`coalesce(${json(renames)} ? ${column}, false)`
}

/** A list of words with their new names, each once and where it first was; null stays null. */
export function renamedWords(column: Part, renames: Renames): Part {
  if (isEmpty(renames)) return column
  return sql`
    case when ${column} is not null then array(
      select one.word
      from (
        select coalesce(${json(renames)} ->> given.word, given.word) as word, min(given.place) as place
        from unnest(${column}) with ordinality as given (word, place)
        group by 1) as one
      order by one.place) end`
}

/** Whether a list of words has one that is called something else now. */
export function isOneRenamed(column: Part, renames: Renames): Part<boolean> {
  if (isEmpty(renames)) return never
  return sql<boolean>`coalesce(${column} && array(select jsonb_object_keys(${json(renames)})), false)`
}

/** Levels by word under the new names; of two that become one, the higher level. */
export function renamedLevels(column: Part, renames: Renames): Part {
  if (isEmpty(renames)) return column
  return sql`(
    select coalesce(jsonb_object_agg(one.word, one.level), '{}')
    from (
      select coalesce(${json(renames)} ->> given.key, given.key) as word, max(given.value::numeric) as level
      from jsonb_each(${column}) as given
      group by 1) as one)`
}

/** Whether one of the members of an object is called something else now. */
export function isMemberRenamed(column: Part, renames: Renames): Part<boolean> {
  if (isEmpty(renames)) return never
  return sql<boolean>`coalesce(${column} ?| array(select jsonb_object_keys(${json(renames)})), false)`
}

/** Most lists have no rename; what they name then costs nothing, however many rows there are. */
function isEmpty(renames: Renames): boolean {
  return Object.keys(renames).length === 0
}

function json(renames: Renames): Part {
  return sql`${JSON.stringify(renames)}::jsonb`
}
