/** How somebody is called in a note, as the server reads it: `Inês Duarte` is `ines.duarte`. */
export function handleOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return words?.join('.') ?? ''
}

/** The handle being written before the caret, and where it begins; null when none is. */
export function handleAt(text: string, caret: number): { from: number; part: string } | null {
  const match = /(?<![\p{L}\p{N}_.@+-])@([\p{L}\p{N}._-]*)$/u.exec(text.slice(0, caret))
  return match === null ? null : { from: match.index, part: handleOf(match[1] ?? '') }
}

/** The text with a handle in the place of what was being written, and where the caret goes. */
export function withHandle(text: string, at: { from: number; caret: number }, handle: string) {
  const named = `@${handle} `
  return {
    text: text.slice(0, at.from) + named + text.slice(at.caret).replace(/^ /, ''),
    caret: at.from + named.length,
  }
}
