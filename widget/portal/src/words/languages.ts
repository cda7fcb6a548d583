/** The first wish that is spoken here: `pt-BR` is Portuguese; English where none is. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): string {
  return wishes.map((wish) => wish?.toLowerCase().split('-')[0]).find((base) => /^(en|es|pt)$/.test(base ?? '')) ?? 'en'
}

/** A text with its `{gaps}` filled. */
export function fillGaps(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_all, key: string) => String(values[key] ?? ''))
}
