/** What the bare server is told to serve. */
export interface BareJob {
  readonly databaseUrl: string
  readonly workspaceId: string
  readonly port: number
  readonly connections: number
  /** The insert of one ticket as a prepared statement, with the places of what differs from request to request. */
  readonly statement: { readonly name: string; readonly text: string; readonly values: readonly string[] }
}
