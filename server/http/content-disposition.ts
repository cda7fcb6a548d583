/**
 * The header that has a browser save an answer under a name: in ASCII for old ones, and as it is (RFC 6266, RFC 8187).
 * `fallback` names it where nothing of the name is ASCII.
 */
export function contentDisposition(name: string, fallback: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/["\\%]/g, '_')
    .trim()
  const isTelling = /[^._\s-]/.test(plain.replace(/\.[^.]*$/, ''))
  return `attachment; filename="${isTelling ? plain : fallback}"; filename*=UTF-8''${encoded(name)}`
}

/** RFC 8187 leaves fewer characters as they are than an address does. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(/['()*]/g, (letter) => {
    return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
  })
}
