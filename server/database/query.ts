import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { DB as Tables } from './generated/tables.gen.ts'

export { sql } from 'kysely'
export type { Tables }

/** Builds statements and runs none: a transaction runs them. */
export const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (builder) => new PostgresIntrospector(builder),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** What a transaction can run: a builder's statement or a `sql` text; `Row` is what comes back. */
export type Query<Row> =
  | { compile(): CompiledQuery<Row> }
  | { compile(provider: typeof db): CompiledQuery<Row>; readonly isRawBuilder: true }

/** A statement of a hot path: parsed and planned once a connection, under its name. */
export interface PreparedStatement {
  readonly name: string
  readonly text: string
}

/** The text and parameters of a query. */
export function compileQuery<Row>(query: Query<Row>): { text: string; values: unknown[] } {
  const compiled = 'isRawBuilder' in query ? query.compile(db) : query.compile()
  return { text: compiled.sql, values: [...compiled.parameters] }
}
