/** How tests reach the PostgreSQL of their run. */
export interface TestServer {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly relayUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

/** The migrated database that test databases are copied from. */
export const templateDatabase = 'switchyard_template'

/** Gives the URL of another database of the same server for the same role. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}
