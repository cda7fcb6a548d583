import { language } from './words/words.ts'

/** A language by its name in the language of the screen; the code where the browser knows none. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
