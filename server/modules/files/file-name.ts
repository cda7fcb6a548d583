const longest = 150
const longestEnding = 20

/**
 * Gives the name a file is kept and shown under: no path, nothing that controls, hides or turns text around, one line, at
 * most 150 characters with its ending kept (reliability.md 3.17). A name of which nothing is left is `file`.
 */
export function cleanName(given: string): string {
  const plain = given
    // What browsers write for the three characters a form cannot hold in a name.
    .replaceAll(/%(?:22|0d|0a)/gi, (code) => (code === '%22' ? '"' : ''))
    .toWellFormed()
    .normalize('NFC')
    // Controls, format characters (bidi, zero width), half characters, private ones, line and paragraph separators.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\ufffd]/gu, '')
  const own = plain.split(/[\\/]/).at(-1) ?? ''
  // A leading dot hides a file, and Windows drops dots and spaces at the end.
  const name = own
    .replaceAll(/\p{Zs}+/gu, ' ')
    .replace(/^[ .]+/u, '')
    .replace(/[ .]+$/u, '')
  return name === '' ? 'file' : shorten(name)
}

function shorten(name: string): string {
  const letters = Array.from(name)
  if (letters.length <= longest) return name
  const ending = /\.[^. ]+$/u.exec(name)?.[0] ?? ''
  const kept = ending.length <= longestEnding ? ending : ''
  return `${letters.slice(0, longest - Array.from(kept).length).join('')}${kept}`
}
