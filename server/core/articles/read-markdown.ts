/** A run of words in one line: plain, strong, or leading somewhere. */
export interface Span {
  readonly text: string
  readonly isStrong: boolean
  /** `https:`, `mailto:` or `tel:`; null = it leads nowhere. */
  readonly url: string | null
}

/** A piece of a text. Paragraphs and headings have one line, lists one for each of their points. */
export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'bullets' | 'steps'
  readonly lines: Span[][]
}

const heading = /^#{1,6}\s+(.+)$/
const bullet = /^\s*[-*+]\s+(.+)$/
const step = /^\s*\d{1,9}[.)]\s+(.+)$/
const strongOrLink = /\*\*([^*\n]+)\*\*|\[([^[\]\n]+)\]\(((?:[^()\s]|\([^()\s]*\))+)\)/g
const allowedUrl = /^(?:https:\/\/[^\s"<>]+|mailto:[^\s"<>]+|tel:[+0-9]+)$/

/**
 * Takes the Markdown of a text for customers apart: paragraphs, headings, lists, strong words and links. Anything else,
 * HTML too, is shown as it is written, so whoever draws the pieces as text can draw nothing that was not meant.
 */
export function readMarkdown(text: string): Block[] {
  const blocks: { kind: Block['kind']; lines: string[] }[] = []
  let isOpen = false
  for (const line of text.split(/\r?\n/)) {
    const begun = begin(line)
    const last = blocks.at(-1)
    if (begun !== null) {
      const isSameList = isOpen && begun.kind !== 'heading' && last?.kind === begun.kind
      if (isSameList) last.lines.push(begun.text)
      else blocks.push({ kind: begun.kind, lines: [begun.text] })
      isOpen = begun.kind !== 'heading'
    } else if (line.trim() === '') {
      isOpen = last !== undefined && last.kind !== 'paragraph' && isOpen
    } else if (isOpen && last !== undefined && (last.kind === 'paragraph' || /^\s/.test(line))) {
      last.lines.push(`${last.lines.pop() ?? ''} ${line.trim()}`)
    } else {
      blocks.push({ kind: 'paragraph', lines: [line.trim()] })
      isOpen = true
    }
  }
  return blocks.map(({ kind, lines }) => ({ kind, lines: lines.map(spansOf) }))
}

/** Links that are not drawn as such, for who writes them. */
export function refusedLinksIn(text: string): readonly string[] {
  return Array.from(text.matchAll(strongOrLink), ([, , , url]) => url ?? null).filter(
    (url) => url !== null && !allowedUrl.test(url),
  ) as string[]
}

function begin(line: string): { kind: Block['kind']; text: string } | null {
  for (const [kind, pattern] of [
    ['heading', heading],
    ['bullets', bullet],
    ['steps', step],
  ] as const) {
    const text = pattern.exec(line)?.[1]?.trim()
    if (text !== undefined && text !== '') return { kind, text }
  }
  return null
}

function spansOf(line: string): Span[] {
  const spans: Span[] = []
  let at = 0
  const plain = (until: number) => {
    if (until > at) spans.push({ text: line.slice(at, until), isStrong: false, url: null })
  }
  for (const found of line.matchAll(strongOrLink)) {
    const [whole, strong, label, url] = found
    if (url !== undefined && !allowedUrl.test(url)) continue
    plain(found.index)
    spans.push({ text: strong ?? label ?? '', isStrong: strong !== undefined, url: url ?? null })
    at = found.index + whole.length
  }
  plain(line.length)
  return spans
}
