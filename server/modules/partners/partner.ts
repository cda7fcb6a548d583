/** An outside organisation that is handed guests' requests and raises its own. Instants in epoch ms. */
export interface Partner {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly createdAt: number
  readonly integrations: readonly Integration[]
}

/** A partner's way in for one brand and region. */
export interface Integration {
  readonly id: string
  readonly name: string
  readonly brand: string
  readonly region: string
  readonly createdAt: number
}

/** The same with the tokens that open it. */
export interface OpenIntegration extends Integration {
  readonly tokens: readonly IntegrationToken[]
}

interface IntegrationToken {
  readonly id: string
  /** The first letters of its secret. */
  readonly prefix: string
  /** To the minute; null = never. */
  readonly lastUsedAt: number | null
}
