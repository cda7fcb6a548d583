import { fill, language } from './words.ts'
import type { Language, Params } from './words.ts'

/** Speaks for a small part that is loaded by itself: its few words come along with it, in every language. */
export function partWords<Key extends string>(words: Record<Language, Record<Key, string>>) {
  return (key: Key, params: Params = {}): string => fill(words[language()][key], params)
}
