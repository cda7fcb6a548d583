/** The languages there are words in, each by its own name. */
export const languages = [
  ['en', 'English'],
  ['es', 'Español'],
  ['pt', 'Português'],
] as const

/** The first wish that is spoken here: `pt-BR` is Portuguese; English where none is. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): string {
  const bases = wishes.map((wish) => wish?.toLowerCase().split('-')[0])
  return bases.find((base) => languages.some(([code]) => code === base)) ?? 'en'
}

/** A text with its `{gaps}` filled. */
export function fillGaps(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_all, key: string) => String(values[key] ?? ''))
}
