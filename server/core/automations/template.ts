/** `{{customer.name}}` in a text; after a bar what stands there when nothing is known: `{{customer.name | there}}`. */
export interface TemplatePart {
  readonly variable: string
  readonly otherwise: string
  /** Where it starts in the text. */
  readonly start: number
}

/** What a text may name. */
export const templateVariables = [
  'customer.name',
  'customer.firstName',
  'agent.name',
  'ticket.number',
  'ticket.status',
  'ticket.summary',
  'queue',
  'serviceLine',
  'workspace',
] as const

export type TemplateVariable = (typeof templateVariables)[number]
export type TemplateValues = Partial<Record<TemplateVariable, string>>

/**
 * Not for what is sent without a person reading it first: words of whoever wrote in would go out under our name, to
 * whatever address was given (reliability.md 3.17). Nobody applies it either, so there is no agent.
 */
export const neverAutomatic: ReadonlySet<string> = new Set<TemplateVariable>(['ticket.summary', 'agent.name'])

const part = /\{\{([^{}]*)\}\}/g

/** Every variable a text names, known or not. */
export function partsOf(text: string): readonly TemplatePart[] {
  return Array.from(text.matchAll(part), (found) => {
    const [variable = '', otherwise = ''] = (found[1] ?? '').split('|', 2)
    return { variable: variable.trim(), otherwise: otherwise.trim(), start: found.index }
  })
}

/** Where a brace is left open; null when none is. */
export function openBraceIn(text: string): number | null {
  const rest = text.replace(part, (found) => ' '.repeat(found.length))
  const at = rest.search(/\{\{|\}\}/)
  return at === -1 ? null : at
}

/** The text with what is known put in. Values are put in as they are, never read as a template again. */
export function renderTemplate(text: string, values: TemplateValues): string {
  return text.replace(part, (_found, inside: string) => {
    const [variable = '', otherwise = ''] = inside.split('|', 2)
    return valueOf(values, variable.trim()) || otherwise.trim()
  })
}

function valueOf(values: TemplateValues, variable: string): string {
  return Object.hasOwn(values, variable) ? (values[variable as TemplateVariable] ?? '') : ''
}

const longestName = 60

/** A name as it may stand in a text: one line, no address and no link in it; '' when it is nothing like a name. */
export function plainName(name: string | null): string {
  const plain = (name ?? '').replace(/[\p{C}\s]+/gu, ' ').trim()
  const looksLikeLink = /[/@\\<>]|www\.|\p{L}\.\p{L}{2,}/iu.test(plain)
  return looksLikeLink || plain.length > longestName ? '' : plain
}

/** The text for a language: its own, of a wider one (`pt` for `pt-BR`), else of the one spoken when nothing is known. */
export function textIn(
  texts: Readonly<Record<string, string>>,
  language: string,
  otherwise: string,
): { readonly language: string; readonly text: string } | null {
  const primary = language.split('-', 1)[0] ?? language
  for (const one of [language, primary, otherwise]) {
    const text = Object.hasOwn(texts, one) ? texts[one] : undefined
    if (text !== undefined) return { language: one, text }
  }
  return null
}
