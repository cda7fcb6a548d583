import { expect, it } from 'vitest'
import { readSources } from './read-sources.ts'

/**
 * Row security lets a condition reach an index only when PostgreSQL knows that it leaks nothing, and of `coalesce` it does
 * not: the whole table is read instead, one workspace after the other. A `case` says the same and is known.
 */
const hiddenKeys = [
  // compared with one
  /\b(?:where|and|or|on)\s+[\w.]+\s*=\s*coalesce\s*\(/gi,
  // one of two columns compared, there or by the name that the code gives it
  /\bcoalesce\((\w+)\.\w+, \1\.\w+\)\s*[<>=]/gi,
  /\bsql`\(?coalesce\((\w+)\.\w+, \1\.\w+\)\)?`(?!\))/gi,
]

function hiddenKeysOf(text: string): string[] {
  return hiddenKeys.flatMap((hidden) => text.match(hidden) ?? [])
}

it('no statement looks a row up by a key that row security hides from its index', async () => {
  const sources = await readSources('server')
  expect(sources.flatMap(({ path, text }) => hiddenKeysOf(text).map((found) => `${path}: ${found}`))).toEqual([])
})

it('finds one that is planted', () => {
  expect(
    hiddenKeysOf('where one.workspace_id = $1\n  and one.id = coalesce(named.merged_into, named.id)'),
  ).toHaveLength(1)
  expect(hiddenKeysOf('and coalesce(message.said_to, message.ticket_id) = ${ticketId}')).toHaveLength(1)
  expect(hiddenKeysOf('ended: sql`coalesce(ticket.solved_at, ticket.closed_at)`,')).toHaveLength(1)
  expect(hiddenKeysOf('set ended_at = coalesce(mail.ended_at, now())')).toEqual([])
})
