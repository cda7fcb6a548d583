/** The search grammar of lists, shared with the API: `status:open assignee:me breach<30m tag:payment "launch error"`. */
type QueryToken =
  | {
      kind: 'field'
      text: string
      field: string
      operator: ':' | '<' | '>'
      value: string
      isKnown: boolean
      isNegated: boolean
    }
  | { kind: 'phrase'; text: string; value: string }
  | { kind: 'word'; text: string; value: string }

/** The fields that the API understands, in the order of suggestion. */
const queryFields = [
  'status',
  'is',
  'assignee',
  'queue',
  'priority',
  'breach',
  'age',
  'created',
  'ended',
  'tag',
  'customer',
  'channel',
  'serviceLine',
  'category',
  'type',
  'language',
  'number',
  'externalId',
] as const

const known = new Set<string>(queryFields)
const pattern = /(-?)([a-z][\w.]*)([:<>])("[^"]*"|\S+)|"([^"]*)"|(\S+)/gi

/** Splits a search text into its tokens; nothing is refused here, the server has the last word. */
export function queryTokens(text: string): QueryToken[] {
  return [...text.matchAll(pattern)].map((match): QueryToken => {
    const [whole, minus, field, operator, value, phrase, word] = match
    if (field !== undefined && operator !== undefined && value !== undefined)
      return {
        kind: 'field',
        text: whole,
        field,
        operator: operator as ':' | '<' | '>',
        value: value.replaceAll('"', ''),
        isKnown: known.has(field),
        isNegated: minus === '-',
      }
    if (phrase !== undefined) return { kind: 'phrase', text: whole, value: phrase }
    return { kind: 'word', text: whole, value: word ?? whole }
  })
}

/** Field names that complete the word being typed at the end of the text. */
export function suggestFields(text: string): string[] {
  const last = /(?:^|\s)-?([a-z]*)$/i.exec(text)?.[1]
  if (last === undefined || last === '') return []
  return queryFields.filter((field) => field.startsWith(last.toLowerCase()) && field !== last)
}
