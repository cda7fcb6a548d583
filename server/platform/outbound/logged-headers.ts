const headersKept = 24
const longestValue = 256

/** What a log may show of an answer's headers: the first 24, shortened to 256 characters, none that sets cookies. */
export function loggedHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const shown = Object.entries(headers).filter(([name, value]) => value !== undefined && name !== 'set-cookie')
  return Object.fromEntries(shown.slice(0, headersKept).map(([name, value]) => [name, textOf(value)]))
}

/** PostgreSQL stores no NUL. */
function textOf(value: string | string[] | undefined): string {
  const text = [value ?? ''].flat().join(', ').replaceAll('\0', '\uFFFD')
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text
}
