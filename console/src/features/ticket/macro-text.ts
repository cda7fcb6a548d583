import { t, wordFor } from '../../ui/words/words.ts'

/** The `/` at the beginning of the line before the caret, and what is typed behind it; null when there is none. */
export function slashAt(text: string, caret: number): { from: number; part: string } | null {
  const match = /(?:^|\n)\/([^\n/]{0,40})$/.exec(text.slice(0, caret))
  const part = match?.[1]
  return part === undefined ? null : { from: caret - part.length - 1, part: part.trim().toLowerCase() }
}

/** The text with words in the place of what was typed, and where the caret goes. */
export function withWords(text: string, at: { from: number; caret: number }, words: string) {
  return { text: text.slice(0, at.from) + words + text.slice(at.caret), caret: at.from + words.length }
}

/** The text with a `/` on a line of its own at its end. */
export function withSlash(text: string): string {
  return text === '' || text.endsWith('\n') ? `${text}/` : `${text}\n/`
}

/** How well a macro answers what is typed: 0 its name begins so, 1 a word of it, 2 it is somewhere; null not at all. */
export function rankOf({ name, key }: { name: string; key: string }, part: string): number | null {
  const whole = name.toLowerCase()
  if (whole.startsWith(part) || key.startsWith(part)) return 0
  if (whole.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(part))) return 1
  return whole.includes(part) || key.includes(part) ? 2 : null
}

const valueWords: Record<string, string> = { status: 'status', priority: 'priority' }

/** What an action does in words: `status waiting_customer` is `Status: Waiting for the customer`. */
export function actionText(code: string): string {
  const [verb = '', ...rest] = code.split(' ')
  const name = wordFor('macro.does', verb)
  const value = rest.join(' ')
  if (value === '' || name === verb) return name === verb ? code : name
  const prefix = valueWords[verb]
  return t('macro.doesTo', { verb: name, value: prefix === undefined ? value : wordFor(prefix, value) })
}
