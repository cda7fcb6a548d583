/** One row of docs/capabilities.md. */
export interface Capability {
  readonly sentence: string
  /** As `METHOD /path/{}`. */
  readonly endpoints: readonly string[]
  readonly isThere: boolean
  /** The cells of a capability that is there: where its code is, and what proves it. */
  readonly code: string
  readonly proof: string
}

const row = /^\| (?!---|capability )(.+) \|$/gm
const endpoint = /`((?:GET|POST|PUT|PATCH|DELETE) \/[^`\s]*)`/g

/** Reads the tables: sentence, endpoint or screen, code, proof; "not yet" as the code means it is to come. */
export function readCapabilities(text: string): Capability[] {
  return [...text.matchAll(row)].map(([, cells = '']) => {
    const [sentence = '', where = '', code = '', proof = ''] = cells.split(' | ')
    const endpoints = [...where.matchAll(endpoint)].map(([, name = '']) => plainEndpoint(name))
    return { sentence, endpoints, isThere: code !== 'not yet', code, proof }
  })
}

/** `GET /v1/tickets/:id` and `GET /v1/tickets/{id}?asOf=` are both `GET /v1/tickets/{}`. */
export function plainEndpoint(text: string): string {
  return text.replace(/\?.*$/, '').replaceAll(/:\w+|\{\w*\}/g, '{}')
}

/** One sentence for each endpoint that is neither there nor marked, or marked wrongly. */
export function findCapabilityFaults(
  capabilities: readonly Capability[],
  { designed, declared }: { designed: readonly string[]; declared: readonly string[] },
): string[] {
  const endpointsWhere = (isThere: boolean) =>
    capabilities.filter((each) => each.isThere === isThere).flatMap(({ endpoints }) => endpoints)
  const [there, toCome] = [endpointsWhere(true), endpointsWhere(false)]
  const is = (list: readonly string[]) => (name: string) => list.includes(name)
  const isNot = (list: readonly string[]) => (name: string) => !list.includes(name)
  return [
    ...designed
      .filter(isNot(declared))
      .filter(isNot(toCome))
      .map((name) => `${name} is designed, but neither there nor marked "not yet"`),
    ...toCome.filter(is(declared)).map((name) => `${name} is marked "not yet", but it is there`),
    ...there.filter(isNot(declared)).map((name) => `${name} is said to be there, but it is not`),
    ...declared.filter(isNot(there)).map((name) => `${name} is there, but no capability tells of it`),
  ]
}
