/**
 * True for text that can be kept: PostgreSQL takes no U+0000, and half a surrogate pair is no character in any encoding
 * (RFC 7493, I-JSON).
 */
export function isPlainText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
