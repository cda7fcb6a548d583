/** The search grammar of lists, shared with the API: `status:open assignee:me breach<30m tag:payment "launch error"`. */
type QueryToken =
  | {
      kind: 'field'
      text: string
      field: string
      operator: ':' | '<' | '>'
      value: string
      isNegated: boolean
    }
  | { kind: 'phrase'; text: string; value: string }
  | { kind: 'word'; text: string; value: string }

/** A field as the API describes it (`GET /v1/search/grammar`). */
export interface GrammarField {
  name: string
  operators: string[]
  values: string[]
}

const pattern = /(-?)(?:"([^"]*)"|(\w+)([:<>])("[^"]*"|\S*)|(\S+))/g

/** Splits a search text into its tokens; nothing is refused here, the server has the last word. */
export function queryTokens(text: string): QueryToken[] {
  return [...text.matchAll(pattern)].map((match): QueryToken => {
    const [whole, minus, phrase, field, operator, value = '', word] = match
    const isPasted = field !== undefined && (value.startsWith('//') || /^\d/.test(field))
    if (field !== undefined && operator !== undefined && !isPasted)
      return {
        kind: 'field',
        text: whole,
        field,
        operator: operator as ':' | '<' | '>',
        value: value.replaceAll('"', ''),
        isNegated: minus === '-',
      }
    if (phrase !== undefined) return { kind: 'phrase', text: whole, value: phrase }
    return { kind: 'word', text: whole, value: word ?? whole }
  })
}

/** What may be written next: `text` stands in place of the last `replaces` letters. */
export interface Suggestion {
  label: string
  text: string
  replaces: number
}

const mostSuggested = 8

/** What completes the end of a search: fields for a word that begins like them, then the words that a field takes. */
export function suggest(text: string, fields: readonly GrammarField[]): Suggestion[] {
  const [whole, name, operator, list = ''] = /(?:^|\s)-?(\w+)([:<>])([^\s"]*)$/.exec(text) ?? []
  if (whole !== undefined && name !== undefined && operator !== undefined) {
    const begun = list.slice(list.lastIndexOf(',') + 1)
    const values = fields.find((field) => field.name === name && field.operators.includes(operator))?.values ?? []
    return values
      .filter((value) => value !== begun && value.toLowerCase().startsWith(begun.toLowerCase()))
      .slice(0, mostSuggested)
      .map((value) => ({ label: value, text: `${/\s/.test(value) ? `"${value}"` : value} `, replaces: begun.length }))
  }
  const begun = /(?:^|\s)-?([a-z]*)$/i.exec(text)?.[1]
  if (begun === undefined) return []
  return fields
    .filter(({ name: field }) => field.toLowerCase().startsWith(begun.toLowerCase()))
    .slice(0, mostSuggested)
    .map(({ name: field, operators: [first = ':'] }) => {
      return { label: `${field}${first}`, text: `${field}${first}`, replaces: begun.length }
    })
}
