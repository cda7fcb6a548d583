/** What a text of JSON says; null for anything else. */
export function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}
