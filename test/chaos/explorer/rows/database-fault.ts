/** What PostgreSQL would answer with. */
export class DatabaseFault extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
