import { type ElementType, encodeArray } from './array-parameter.ts'
import type { PreparedStatement } from './query.ts'

/**
 * A part of a larger statement, owned by the store of the table it writes. Its rows travel as one array a column;
 * in `text`, `{rows}` stands for them (`unnest(...) as row (...)`) and `{$shared}` for a value of the whole statement.
 */
export interface Fragment<Row extends object> {
  /** The name of the common table expression. */
  readonly name: string
  /** Column of a row -> PostgreSQL type of one value. */
  readonly columns: { readonly [K in keyof Row]: ElementType }
  readonly text: string
}

export interface ComposedStatement {
  readonly statement: PreparedStatement
  /** Gives the parameters for these shared values and rows, in the order the statement numbers them. */
  values(shared: Readonly<Record<string, unknown>>, rows: Readonly<Record<string, readonly object[]>>): unknown[]
}

interface ComposeInput {
  readonly name: string
  /** Shared value -> its PostgreSQL type. */
  readonly shared: Readonly<Record<string, string>>
  readonly fragments: readonly Fragment<never>[]
  /** The statement's last part, after the common table expressions. */
  readonly finish: string
}

/** Joins fragments into one prepared statement; the text is made once, at start. */
export function composeStatement(input: ComposeInput): ComposedStatement {
  const sharedNames = Object.keys(input.shared)
  const sharedText = (text: string) =>
    text.replaceAll(/\{\$(\w+)\}/g, (_match, name: string) => {
      const place = sharedNames.indexOf(name)
      if (place < 0) throw new Error(`Statement ${input.name} has no shared value ${name}.`)
      return `$${place + 1}::${input.shared[name]}`
    })
  let next = sharedNames.length + 1
  const parts = input.fragments.map((fragment) => {
    const columns = Object.entries<ElementType>(fragment.columns)
    const arrays = columns.map(([, type]) => `$${next++}::${type}[]`).join(', ')
    const names = columns.map(([name]) => name).join(', ')
    const rows = `unnest(${arrays}) as row (${names})`
    return `${fragment.name} as (${sharedText(fragment.text).replace('{rows}', rows)})`
  })
  return {
    statement: { name: input.name, text: `with ${parts.join(',\n')}\n${sharedText(input.finish)}` },
    values: (shared, rows) => [
      ...sharedNames.map((name) => shared[name]),
      ...input.fragments.flatMap((fragment) => {
        const own = (rows[fragment.name] ?? []) as readonly Readonly<Record<string, unknown>>[]
        return Object.entries<ElementType>(fragment.columns).map(([column, type]) =>
          encodeArray(
            type,
            own.map((row) => row[column] ?? null),
          ),
        )
      }),
    ],
  }
}
