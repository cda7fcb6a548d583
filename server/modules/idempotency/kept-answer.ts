/** One use of a key: on which route, and by which request (its fingerprint). */
export interface KeyedCall {
  readonly route: string
  readonly key: string
  /** SHA-256 of method, path, canonical query and raw body. */
  readonly fingerprint: Uint8Array
}

/** The first answer, as it was sent. */
export interface KeptAnswer {
  readonly status: number
  readonly mediaType: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
