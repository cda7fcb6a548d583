/** What a check of the installation found. */
export interface Finding {
  readonly verdict: 'ok' | 'warning' | 'fault'
  readonly what: string
}
