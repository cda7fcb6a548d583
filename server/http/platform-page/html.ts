/** Markup that is safe to put into a page: made by `html` or known to be ours. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

export type Content = string | number | null | Html | readonly Content[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Markup with whatever is put into it escaped, but for markup made the same way. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.map((part, place) => part + textOf(contents[place] ?? null)).join(''))
}

/** The same for text whose every space counts. */
export function verbatim(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return html(parts, ...contents)
}

/** Markup that this service wrote itself. */
export function raw(text: string): Html {
  return new Html(text)
}

function textOf(content: Content): string {
  if (content === null) return ''
  if (content instanceof Html) return content.text
  if (typeof content === 'object') return content.map(textOf).join('')
  return String(content).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
