const wordLetter = /[\p{L}\p{N}\p{M}_]/u
const beyondAscii = /[^\0-\x7f]/

const keptWords = 10_000
const foldedWords = new Map<string, string>()
let lastText = ''
let lastFolded = ''

/** Whether any of the words stands in the text as a whole word, whatever its case. A phrase counts as one word. */
export function hasAnyWord(text: string, words: readonly string[]): boolean {
  const folded = foldedOnce(text)
  for (const word of words) if (hasWord(folded, foldedWord(word))) return true
  return false
}

/** The rules of one request all ask about the same text, so the last folding is kept. */
function foldedOnce(text: string): string {
  if (text === lastText) return lastFolded
  lastText = text
  lastFolded = fold(text)
  return lastFolded
}

/** The words of rules are the same for every request. */
function foldedWord(word: string): string {
  const known = foldedWords.get(word)
  if (known !== undefined) return known
  if (foldedWords.size >= keptWords) foldedWords.clear()
  const folded = fold(word)
  foldedWords.set(word, folded)
  return folded
}

function fold(text: string): string {
  const lower = text.toLowerCase()
  return beyondAscii.test(lower) ? lower.normalize('NFC') : lower
}

function hasWord(text: string, word: string): boolean {
  if (word === '') return false
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!endsInLetter(text, at) && !startsWithLetter(text, at + word.length)) return true
  }
  return false
}

function startsWithLetter(text: string, at: number): boolean {
  const point = text.codePointAt(at)
  return point !== undefined && isLetter(point)
}

function endsInLetter(text: string, end: number): boolean {
  if (end === 0) return false
  const unit = text.charCodeAt(end - 1)
  const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff
  return isLetter(isLowSurrogate && end > 1 ? (text.codePointAt(end - 2) ?? unit) : unit)
}

function isLetter(point: number): boolean {
  if (point > 0x7f) return wordLetter.test(String.fromCodePoint(point))
  return (point >= 0x61 && point <= 0x7a) || (point >= 0x30 && point <= 0x39) || point === 0x5f
}
