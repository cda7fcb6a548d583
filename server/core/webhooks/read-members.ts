/** The members of what should be a JSON object; none when it is none. */
export function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Without control characters, which no text of ours holds but for line breaks where they are wanted. */
export function plain(text: string, { keepsLines = false } = {}): string {
  const control = keepsLines ? /(?!\n)\p{Cc}+/gu : /\p{Cc}+/gu
  return text.toWellFormed().replace(control, ' ')
}
