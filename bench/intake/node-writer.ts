import { Client } from 'pg'
import { customerPlace, type PlainStatement, ticketId } from './plain-statements.ts'
import type { PlainWriter, PlainWriterOptions } from './plain-writer.ts'

/** Stands in where pgbench is not installed: the same statements from Node, each client waiting for every answer. */
export function createNodeWriter({ ownerUrl, statements, customers }: PlainWriterOptions): PlainWriter {
  const prepared = statements.map(positional)
  return {
    name: 'a Node writer in place of pgbench (which is not installed)',
    run: async (clients, seconds) => {
      const endsAt = performance.now() + seconds * 1000
      const counts = await Promise.all(
        Array.from({ length: clients }, async () => {
          const client = new Client(ownerUrl)
          await client.connect()
          let written = 0
          while (performance.now() < endsAt) {
            await writeOne(client, prepared, customers)
            written++
          }
          await client.end()
          return written
        }),
      )
      return Math.round(counts.reduce((sum, count) => sum + count, 0) / seconds)
    },
    close: async () => {},
  }
}

interface Positional {
  readonly name: string
  readonly text: string
  readonly variables: readonly string[]
  readonly fixed: Readonly<Record<string, string>>
}

/** `:name` becomes `$n`; `::type` stays. */
function positional({ table, text, values }: PlainStatement): Positional {
  const variables: string[] = []
  const numbered = text.replaceAll(/(?<!:):([a-z]\w*)/g, (_match, name: string) => {
    if (!variables.includes(name)) variables.push(name)
    return `$${variables.indexOf(name) + 1}`
  })
  return { name: `plain-${table}`, text: numbered, variables, fixed: values }
}

async function writeOne(client: Client, statements: readonly Positional[], customers: number): Promise<void> {
  const given: Record<string, string> = { [customerPlace]: String(1 + Math.floor(Math.random() * customers)) }
  await client.query('begin')
  for (const { name, text, variables, fixed } of statements) {
    const values = variables.map((variable) => fixed[variable] ?? given[variable])
    const { rows } = await client.query<Record<string, string>>({ name, text, values })
    const id = rows[0]?.[ticketId]
    if (id !== undefined) given[ticketId] = id
  }
  await client.query('commit')
}
